using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Runs;

/// <summary>What the values of a leaf have in common that other values for it must have, too; each tensor is float64.</summary>
internal static class LeafStructure
{
    private const double Rounding = 1e-5;

    /// <summary>Whether several rows have one sum, which is not zero, as of probabilities or of a one-hot code.</summary>
    public static bool HasRowsOfOneSum(Tensor value)
    {
        if (value.dim() < 2 || value.shape[0] < 2 || value.shape[^1] < 2) return false;
        var sums = value.sum(-1);
        return (sums != 0).all().item<bool>() && ((sums - sums.max()).abs() <= Rounding * sums.abs().max()).all().item<bool>();
    }

    /// <summary>Whether there are no two values but 0 and 1.</summary>
    public static bool IsBinary(Tensor value) => ((value == 0) | (value == 1)).all().item<bool>();

    /// <summary>
    /// Whether it is one distribution, or a square matrix that mirrors itself or is half empty: no element can change alone.
    /// </summary>
    public static bool IsBound(Tensor value)
    {
        if (value.dim() == 2 && value.shape[0] > 1 && value.shape[0] == value.shape[1])
            return value.Equals(value.t()) || value.Equals(value.tril()) || value.Equals(value.triu());
        return value.numel() > 1 && (value.sum() - 1).abs().item<double>() <= Rounding && (value >= 0).all().item<bool>();
    }
}
