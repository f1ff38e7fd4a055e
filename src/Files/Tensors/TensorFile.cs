using System.Collections.Immutable;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Files;

/// <summary>
/// Tensors in a file or a folder, which may be a stranger's: what there is is known at once, each content is read when it is asked
/// for. Whatever is wrong with it is an <see cref="FileException"/> that names the file.
/// </summary>
public abstract class TensorFile : IDisposable
{
    private readonly ReadOptions options;

    /// <summary>A file that is open.</summary>
    /// <param name="path">What the user calls it.</param>
    /// <param name="options">What may be left out.</param>
    private protected TensorFile(string path, ReadOptions options) => (Path, this.options) = (path, options);

    /// <summary>What the user calls it.</summary>
    public string Path { get; }

    /// <summary>What kind of file it is, such as <c>.npz</c>.</summary>
    public abstract string Format { get; }

    /// <summary>What there is, in the file's order; no name twice.</summary>
    public abstract ImmutableArray<TensorHeader> Headers { get; }

    /// <summary>Reads one tensor.</summary>
    /// <param name="header">One of <see cref="Headers"/>.</param>
    /// <returns>A new row-major tensor on the CPU, in the caller's dispose scope.</returns>
    /// <exception cref="FileException">Its content is not what the header says.</exception>
    public Tensor Read(TensorHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return FileFault.Guard(Path, () => FileFault.In(header.Name, options, () => Content(header)));
    }

    /// <summary>Reads the tensor of a name.</summary>
    /// <param name="name">That of one of <see cref="Headers"/>.</param>
    /// <returns>A new row-major tensor on the CPU, in the caller's dispose scope.</returns>
    /// <exception cref="FileException">There is none of that name, or its content is not what the header says.</exception>
    public Tensor Read(string name) => Read(Headers.FirstOrDefault(header => header.Name == name) ?? throw new FileException(
        $"{Path} has no tensor '{name}'; it has {string.Join(", ", Headers.Select(header => FileFault.Shown(header.Name)))}."));

    /// <summary>Closes the file.</summary>
    public virtual void Dispose() => GC.SuppressFinalize(this);

    /// <summary>Reads one tensor; exceptions may be those of streams.</summary>
    private protected abstract Tensor Content(TensorHeader header);
}
