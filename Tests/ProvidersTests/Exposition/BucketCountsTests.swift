import Fleet
import Testing

@testable import Providers

/// Quantiles of histogram differences.
@Suite struct BucketCountsTests {
    @Test func interpolatesInsideABucket() throws {
        let counts = try #require(BucketCounts([(.infinity, 100), (1, 50), (2, 100)]))
        #expect(counts.quantile(0.5) == .value(1))
        #expect(counts.quantile(0.25) == .value(0.5))
        #expect(counts.quantile(0.75) == .value(1.5))
    }

    @Test func saysNothingWithoutRequests() throws {
        let counts = try #require(BucketCounts([(1, 0), (.infinity, 0)]))
        #expect(counts.quantile(0.5) == .absent(Absence(.notReported, .noRequests)))
    }

    @Test func inventsNothingBeyondTheHighestBound() throws {
        let counts = try #require(BucketCounts([(1, 90), (.infinity, 100)]))
        #expect(counts.quantile(0.9) == .value(1))
        #expect(counts.quantile(0.95) == .absent(Absence(.unsupported, .aboveHighestBucket)))
    }

    @Test func needsTheInfiniteBucket() {
        #expect(BucketCounts([(1, 1), (2, 2)]) == nil)
        #expect(BucketCounts([]) == nil)
    }

    @Test func intersectsDifferentLayouts() throws {
        let one = try #require(BucketCounts([(1, 1), (2, 3), (4, 6), (.infinity, 6)]))
        let other = try #require(BucketCounts([(2, 10), (3, 11), (4, 12), (.infinity, 13)]))
        let sum = try #require(BucketCounts.sum([one, other]))
        #expect(sum == BucketCounts([(2, 13), (4, 18), (.infinity, 19)]))
    }

    @Test func anIdleHistogramDoesNotNarrowTheOthers() throws {
        let idle = try #require(BucketCounts([(8, 0), (.infinity, 0)]))
        let busy = try #require(BucketCounts([(1, 2), (.infinity, 2)]))
        #expect(BucketCounts.sum([idle, busy]) == busy)
    }

    @Test func countsNeverFall() throws {
        let counts = try #require(BucketCounts([(1, 5), (2, 3), (.infinity, 9)]))
        #expect(counts.counts == [5, 5, 9])
    }
}
