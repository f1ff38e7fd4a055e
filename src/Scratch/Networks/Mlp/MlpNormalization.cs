namespace ScratchVsAutograd.Scratch.Networks.Mlp;

/// <summary>What is normalized before an activation.</summary>
internal enum MlpNormalization
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Each unit over the rows.</summary>
    Batch,

    /// <summary>Each row over the units.</summary>
    Layer,
}
