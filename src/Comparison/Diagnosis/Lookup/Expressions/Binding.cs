namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>How tightly a text holds together, the loosest first: what is looser than its surroundings needs parentheses.</summary>
internal enum Binding
{
    /// <summary>1 − x.</summary>
    Sum,

    /// <summary>x ∘ y.</summary>
    Product,

    /// <summary>What a quotient may stand on: x².</summary>
    Power,

    /// <summary>A name, or f(x).</summary>
    Name,
}
