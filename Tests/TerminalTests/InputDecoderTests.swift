import Dashboard
import Terminal
import Testing

/// Bytes to events, without a terminal.
struct InputDecoderTests {
    private func decode(_ text: String, keys: [[UInt8]: Key] = [:]) -> [InputEvent] {
        var decoder = InputDecoder(keys: keys)
        return decoder.feed(Array(text.utf8)) + decoder.expire()
    }

    @Test func isTheSameHoweverTheBytesAreCut() {
        let text =
            "a\u{1b}[A日\u{1b}[<0;261;11Mé\u{1b}[200~p\u{1b}q\u{1b}[201~\u{1b}x\u{1b}OP\u{1b}[15;5~z"
        let whole = decode(text)
        #expect(whole.count == 10)
        for cut in 1...7 {
            var decoder = InputDecoder()
            var events: [InputEvent] = []
            let bytes = Array(text.utf8)
            for start in stride(from: 0, to: bytes.count, by: cut) {
                events += decoder.feed(bytes[start..<min(bytes.count, start + cut)])
            }
            #expect(events == whole)
            #expect(decoder.wait == .nothing)
        }
    }

    @Test func tellsEscapeFromWhatBeginsWithIt() {
        var decoder = InputDecoder()
        #expect(decoder.feed([0x1b]) == [])
        #expect(decoder.wait == .escape)
        #expect(decoder.expire() == [.key(.escape)])
        #expect(decoder.feed([0x1b]) == [])
        #expect(decoder.feed([0x78]) == [.key(.alt("x"))])
        #expect(decode("\u{1b}\u{1b}") == [.key(.escape), .key(.escape)])
        #expect(decode("\u{1b}\u{1b}[A") == [.key(.escape), .key(.up)])
        #expect(decode("\u{1b}[") == [.key(.alt("["))])
        #expect(decode("\u{1b}é") == [.key(.alt("é"))])
    }

    @Test func joinsAnAccentToItsLetter() {
        #expect(decode("e\u{301}x") == [.key(.character("é")), .key(.character("x"))])
    }

    @Test func dropsWhatItDoesNotKnow() {
        #expect(
            decode("\u{1b}[?62;4c\u{1b}[99~\u{1b}[1;2y\u{1b}[<66;1;1Mx") == [.key(.character("x"))])
        var decoder = InputDecoder()
        #expect(
            decoder.feed([0xff, 0xc3, 0x28, 0xe2, 0x82, 0x61]) == [
                .key(.character("(")), .key(.character("a")),
            ])
    }

    @Test func capsAPaste() {
        let long = String(repeating: "x", count: InputDecoder.pasteLimit + 1000)
        #expect(
            decode("\u{1b}[200~\(long)\u{1b}[201~y") == [
                .paste(String(long.prefix(InputDecoder.pasteLimit))), .key(.character("y")),
            ])
    }

    @Test func takesAnUnfinishedPasteWhenTimeIsUp() {
        var decoder = InputDecoder()
        #expect(decoder.feed(Array("\u{1b}[200~a\r\nb".utf8)) == [])
        #expect(decoder.wait == .paste)
        #expect(decoder.expire() == [.paste("a\nb")])
    }

    @Test func readsOldMouseReportsAndCodePoints() {
        #expect(
            decode("\u{1b}[M #$") == [
                .mouse(MouseEvent(kind: .press, button: 0, column: 2, row: 3))
            ])
        #expect(
            decode("\u{1b}[M##$") == [
                .mouse(MouseEvent(kind: .release, button: 0, column: 2, row: 3))
            ])
        #expect(
            decode("\u{1b}[97;5u\u{1b}[97;3u\u{1b}[27;5;98~") == [
                .key(.control("a")), .key(.alt("a")), .key(.control("b")),
            ])
    }

    @Test func believesTheDescription() {
        let keys: [[UInt8]: Key] = [
            Array("\u{1b}[[A".utf8): .function(1), [0x1b, 0x5b, 0x39, 0x24]: .end,
        ]
        #expect(decode("\u{1b}[[A\u{1b}[9$", keys: keys) == [.key(.function(1)), .key(.end)])
        #expect(decode("\u{1b}[[B") == [.key(.function(2))])
    }

    @Test func ignoresNoise() {
        var state: UInt64 = 1
        var decoder = InputDecoder()
        for _ in 0..<2000 {
            let bytes = (0..<32).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                let byte = UInt8(truncatingIfNeeded: state >> 33)
                return byte % 5 == 0 ? 0x1b : byte % 7 == 0 ? 0x5b : byte
            }
            _ = decoder.feed(bytes)
            #expect(decoder.wait == .paste || decoder.feed([]) == [])
        }
        _ = decoder.expire()
        #expect(decoder.feed([0x61]) == [.key(.character("a"))])
    }
}
