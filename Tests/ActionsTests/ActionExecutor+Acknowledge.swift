import Actions
import Fleet

extension ActionExecutor {
    /// Reads every unknown answer of a kind, one by one, as an operator does.
    func acknowledge(_ kind: ActionCheck.Kind, of id: String) {
        for check in action(id)?.checks ?? [] where check.kind == kind {
            acknowledge(check, of: id)
        }
    }
}
