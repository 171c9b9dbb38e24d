/// Rows of tables in the order of the screen.
package struct TableCache: Sendable {
    /// Nothing kept yet.
    package init() {}
}
