using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diagnosis.Lookup.Expressions;

/// <summary>
/// x · y as matrices, each possibly transposed, batches matrix by matrix. Of more axes than the product has, the first ones are taken
/// for one; of fewer, every matrix of the batch is multiplied by the same.
/// </summary>
internal sealed class MatrixProduct(Matrix left, Matrix right)
    : Expression($"{left.Text} · {right.Text}", Binding.Product, left.Complexity + right.Complexity + 1)
{
    /// <summary>The left factor.</summary>
    public Matrix Left => left;

    /// <summary>The right factor.</summary>
    public Matrix Right => right;

    /// <inheritdoc />
    public override IEnumerable<Expression> Parts => [left.Value, right.Value];

    /// <inheritdoc />
    public override Tensor? At(Scene scene, Place place)
    {
        var batch = place.Space.Length - 2;
        if (batch is not (0 or 1) || left.Of(scene, place.Space) is not { } x || right.Of(scene, place.Space) is not { } y
            || !Fits(x, y, place.Space)) return null;
        if (place.IsEverywhere) return batch == 0 ? x.mm(y) : x.bmm(y);
        if (place.Count != place.Index(0).shape[0]) return null;
        var (rows, columns) = (place.Index(batch), place.Index(batch + 1));
        return batch == 0
            ? (x.index_select(0, rows) * y.index_select(1, columns).t()).sum(1L)
            : (Rows(x, place.Index(0), rows) * Rows(y.transpose(1, 2), place.Index(0), columns)).sum(1L);
    }

    private static Tensor Rows(Tensor batch, Tensor matrix, Tensor row)
        => batch.index([TensorIndex.Tensor(matrix), TensorIndex.Tensor(row)]);

    private static bool Fits(Tensor x, Tensor y, long[] shape)
        => x.shape[^1] == y.shape[^2] && x.shape[^2] == shape[^2] && y.shape[^1] == shape[^1]
            && (shape.Length == 2 || (x.shape[0] == shape[0] && y.shape[0] == shape[0]));
}
