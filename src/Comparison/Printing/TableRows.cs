namespace ScratchVsAutograd.Comparison.Printing;

/// <summary>Which tensors get a row in a report's table.</summary>
internal enum TableRows
{
    /// <summary>All; but where many agree, those are one line with their number.</summary>
    Folded,

    /// <summary>Those that fail.</summary>
    Failing,

    /// <summary>All, however many.</summary>
    All,

    /// <summary>None: there is no table, nor one of the worst elements.</summary>
    None,
}
