import Foundation
import Testing

@testable import Fleet

/// Dates against Foundation's own calendar.
@Suite struct CalendarTimeTests {
    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    @Test func partsAreThoseOfFoundation() {
        // A prime step, so that every time of day and day of a year comes up, leap days of 2000 and 2096
        // among them, and none in 2100.
        for seconds in stride(from: -2_000_000_000, to: 8_000_000_000, by: 9_999_991) {
            let parts = CalendarTime(WallTime(nanoseconds: Int64(seconds) * 1_000_000_000))
            let expected = Self.calendar.dateComponents(
                [.year, .month, .day, .hour, .minute, .second],
                from: Date(timeIntervalSince1970: Double(seconds)))
            #expect(parts.year == expected.year && parts.month == expected.month)
            #expect(parts.day == expected.day && parts.hour == expected.hour)
            #expect(parts.minute == expected.minute && parts.second == expected.second)
            let days = CalendarTime.days(year: parts.year, month: parts.month, day: parts.day)
            #expect(days == Int((Double(seconds) / 86_400).rounded(.down)))
        }
    }

    @Test func whatIsBelowAMillisecondIsCutOff() {
        #expect(CalendarTime(WallTime(nanoseconds: 1_999_999)).millisecond == 1)
        let before = CalendarTime(WallTime(nanoseconds: -1))
        #expect(before.year == 1969 && before.second == 59 && before.millisecond == 999)
    }
}
