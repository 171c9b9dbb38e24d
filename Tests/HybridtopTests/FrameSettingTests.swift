import Dashboard
import Settings
import Testing

@testable import hybridtop

/// What the configuration can say of a context's frame is what a theme draws.
@Suite struct FrameSettingTests {
    @Test func everyNameIsARole() {
        var seen: Set<Role> = []
        for name in PolicySettings.frames {
            var policy = PolicySettings()
            policy.frame = name
            #expect(policy.frameRole != nil, "\(name)")
            if let role = policy.frameRole { seen.insert(role) }
        }
        #expect(seen.count == PolicySettings.frames.count && !seen.contains(.critical))
        #expect(PolicySettings().frameRole == nil)
    }
}
