namespace ScratchVsAutograd.Comparison.Text;

/// <summary>What a line says about the outcome; a terminal may colour it.</summary>
internal enum Tone
{
    /// <summary>Nothing.</summary>
    Plain,

    /// <summary>It is a heading.</summary>
    Heading,

    /// <summary>Something passes.</summary>
    Good,

    /// <summary>Something does not.</summary>
    Bad,

    /// <summary>Something does not, and only because something else does not.</summary>
    Inherited,
}
