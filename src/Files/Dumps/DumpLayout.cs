namespace ScratchVsAutograd.Files.Dumps;

/// <summary>What a dump's folder looks like; the command line writes it, and it is read here.</summary>
internal static class DumpLayout
{
    /// <summary>Names the format; the number changes when a reader would have to.</summary>
    public const string Schema = "scratch-vs-autograd/dump-1";

    /// <summary>The tensors and their gradients: <c>NAME/value</c>, <c>NAME/scratch</c>, <c>NAME/autograd</c>.</summary>
    public const string ArraysFile = "gradients.npz";

    /// <summary>What is in the folder.</summary>
    public const string ManifestFile = "manifest.json";
}
