using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Pictures;

/// <summary>
/// The pictures of one comparison. They are taken where the gradients are compared anyhow, so that nothing is run, or kept, for them; and
/// all together have a budget of cells, of which what is wrong gets more.
/// </summary>
/// <param name="tensors">How many tensors there are.</param>
internal sealed class Album(int tensors)
{
    private const int AllCells = 600_000;

    private const int MostOfRight = 1024;

    private const int MostOfWrong = 4096;

    private const int Fewest = 256;

    private readonly Dictionary<(string Name, PictureOf Of), TensorPicture> pictures = [];

    /// <summary>Takes one, unless the two cannot be compared.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="of">Of which run.</param>
    /// <param name="scratch">The hand-written gradient.</param>
    /// <param name="autograd">Autograd's.</param>
    /// <param name="diff">What comparing them came to.</param>
    public void Take(string name, PictureOf of, Tensor scratch, Tensor autograd, TensorDiff diff)
    {
        pictures.Remove((name, of));
        if (diff.Comparable && PicturePass.Of(scratch, autograd, diff.Tolerance, Cells(diff.AllClose, tensors)) is { } picture)
            pictures.Add((name, of), picture);
    }

    /// <summary>The pictures of one tensor.</summary>
    public IReadOnlyDictionary<PictureOf, TensorPicture> Of(string name)
        => pictures.Where(picture => picture.Key.Name == name).ToDictionary(picture => picture.Key.Of, picture => picture.Value);

    /// <summary>How many cells the picture of a tensor gets.</summary>
    /// <param name="isRight">Whether there is nothing wrong with it.</param>
    /// <param name="tensors">How many tensors share the budget.</param>
    public static int Cells(bool isRight, int tensors)
        => Math.Clamp(AllCells / Math.Max(1, 2 * tensors), Fewest, isRight ? MostOfRight : MostOfWrong);
}
