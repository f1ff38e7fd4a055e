using ScratchVsAutograd.Harness.Data;
using ScratchVsAutograd.Harness.Options;

namespace ScratchVsAutograd.Harness.Experiments;

/// <summary>Refuses a network that memory cannot hold, before anything is allocated for it.</summary>
internal static class NetworkLimits
{
    /// <summary>At the least each tensor is there three times: its value and both gradients, in float32.</summary>
    private const int LeastBytes = 3 * sizeof(float);

    /// <summary>Checks a multilayer perceptron.</summary>
    /// <param name="widths">Features, the hidden layers' widths, classes.</param>
    /// <param name="rows">Rows of the batch.</param>
    /// <exception cref="InputException">One tensor is larger than <see cref="DataLimits.MaxElements"/>, or all are larger than the
    /// machine.</exception>
    public static void Check(IReadOnlyList<int> widths, int rows)
    {
        Int128 elements = 0;
        for (var layer = 1; layer < widths.Count; layer++)
        {
            elements += Checked($"W{layer}", widths[layer], widths[layer - 1], "narrower layers");
            elements += Checked($"Z{layer}", rows, widths[layer], "narrower layers, or fewer rows with --batch");
        }

        CheckTotal(elements * LeastBytes);
    }

    private static long Checked(string name, long rows, long columns, string cure)
        => rows * columns <= DataLimits.MaxElements
            ? rows * columns
            : throw new InputException(
                $"--hidden makes {name} a tensor of shape ({rows}, {columns}), more than the {DataLimits.MaxElements} numbers "
                + $"that a tensor may hold here; use {cure}.");

    private static void CheckTotal(Int128 needed)
    {
        const long GiB = 1 << 30;
        var available = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (needed > available)
            throw new InputException(
                $"--hidden makes a network that needs at least {needed / GiB} GiB of memory, this machine has {available / GiB} GiB; "
                + "use fewer or narrower layers, or fewer rows with --batch.");
    }
}
