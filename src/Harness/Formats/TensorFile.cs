using System.Collections.Immutable;
using ScratchVsAutograd.Harness.Options;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Harness.Formats;

/// <summary>
/// Tensors in a file or a folder, which may be a stranger's: what there is is known at once, each content is read when it is asked
/// for. Whatever is wrong with it is an <see cref="InputException"/> that names the file.
/// </summary>
/// <param name="path">What the user calls it.</param>
internal abstract class TensorFile(string path) : IDisposable
{
    /// <summary>What the user calls it.</summary>
    public string Path { get; } = path;

    /// <summary>What kind of file it is, such as <c>.npz</c>.</summary>
    public abstract string Format { get; }

    /// <summary>What there is, in the file's order; no name twice.</summary>
    public abstract ImmutableArray<TensorHeader> Headers { get; }

    /// <summary>Reads one tensor.</summary>
    /// <param name="header">One of <see cref="Headers"/>.</param>
    /// <returns>A new row-major tensor on the CPU, in the caller's dispose scope.</returns>
    /// <exception cref="InputException">Its content is not what the header says.</exception>
    public Tensor Read(TensorHeader header) => FileFault.Guard(Path, () => FileFault.In(header.Name, () => Content(header)));

    /// <summary>Closes the file.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Reads one tensor; exceptions may be those of streams.</summary>
    protected abstract Tensor Content(TensorHeader header);
}
