using ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Search;

/// <summary>A constant times an expression.</summary>
internal sealed record Term(Coefficient Factor, Expression Expression)
{
    /// <summary>Whether it is subtracted.</summary>
    public bool IsNegative => Factor.Value < 0;

    /// <summary>How much it assumes.</summary>
    public int Complexity => Factor.Complexity + Expression.Complexity;

    /// <summary>The term, its sums written as means where that makes the plainer constant.</summary>
    public static Term Of(double factor, Expression expression)
    {
        var plain = new Term(Coefficient.Of(factor), expression);
        if (expression.Averaged is not var (mean, elements)) return plain;
        var averaged = new Term(Coefficient.Of(factor * elements), mean);
        return averaged.Factor.Complexity < plain.Factor.Complexity ? averaged : plain;
    }

    /// <summary>Its text without the sign.</summary>
    public string Text(Binding context) => Factor.Times(Expression.Within(context), Expression is One);
}
