using static TorchSharp.torch;

namespace ScratchVsAutograd.Comparison.Diff;

/// <summary>
/// Measures with torch operations where the tensors are; only the numbers travel. Every operation rounds as
/// <see cref="Criterion{T}"/> does, so they are the numbers of <see cref="CpuPass"/>.
/// </summary>
internal sealed class DevicePass
{
    /// <summary>Elements taken at a time: bounds the temporaries, some twenty tensors of this length, to a few hundred megabytes.</summary>
    private const long DefaultPartLength = 1 << 22;

    private readonly Tolerance tolerance;
    private readonly Measurement measurement;
    private readonly int worst;

    private DevicePass(Tolerance tolerance, int worst)
    {
        this.tolerance = tolerance;
        this.worst = worst;
        measurement = new Measurement(worst);
    }

    /// <summary>Measures the pair.</summary>
    /// <param name="scratch">On any device, float32, float64, bfloat16 or float16, any strides.</param>
    /// <param name="autograd">The same shape, dtype and device.</param>
    /// <param name="tolerance">What is allowed.</param>
    /// <param name="worst">How many of the worst elements to keep.</param>
    /// <param name="partLength">How many elements are taken at a time.</param>
    public static Measurement Measure(
        Tensor scratch, Tensor autograd, Tolerance tolerance, int worst, long partLength = DefaultPartLength)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        var pass = new DevicePass(tolerance, worst);
        var (s, a) = (scratch.contiguous().view(-1), autograd.contiguous().view(-1));
        for (var start = 0L; start < s.shape[0]; start += partLength)
        {
            using var partScope = NewDisposeScope();
            var length = Math.Min(partLength, s.shape[0] - start);
            pass.Add(start, new DevicePart(s.narrow(0, start, length), a.narrow(0, start, length), tolerance));
        }
        return pass.measurement;
    }

    private void Add(long start, DevicePart part)
    {
        AddCensuses(part);
        var lowered = part.LoweredUlp;
        var budget = part.Budget;
        var difference = part.Difference.masked_fill(~part.Finite, -1);
        var index = difference.argmax();

        var integers = ToHost<long>(ScalarType.Int64,
            part.Exact.all(), part.ZeroPasses.all(), part.Finite.any(), part.Out.sum(), index, lowered.max());
        measurement.AddExact(integers[0] != 0);
        measurement.AddZeroPasses(integers[1] != 0);
        measurement.AddOut(integers[3]);
        measurement.AddMaxUlp(DevicePart.ToDistance(integers[5]));

        var sensitivity = part.Allowed.masked_fill(~part.Autograd.isfinite(), 0).max();
        var numbers = ToHost<double>(ScalarType.Float64, difference.max(), part.Relative.max(), budget.max(), sensitivity);
        if (integers[2] != 0)
            measurement.AddMaxAbs(numbers[0], start + integers[4]);
        measurement.AddMaxRel(numbers[1]);
        measurement.AddBudget(numbers[2]);
        measurement.AddSensitivity(numbers[3]);
        if (integers[3] > 0)
            OfferWorst(start, part, budget, lowered);
    }

    private void AddCensuses(DevicePart part)
    {
        measurement.Scratch.Add(DeviceCensus.Of(part.Scratch));
        measurement.Autograd.Add(DeviceCensus.Of(part.Autograd));
    }

    /// <summary>Takes the largest budget out, again and again: torch's topk does not say which of equals it takes, argmax does.</summary>
    private void OfferWorst(long start, DevicePart part, Tensor budget, Tensor lowered)
    {
        var left = budget.masked_fill(~part.Out, -1);
        for (var taken = 0; taken < worst; taken++)
        {
            using var scope = NewDisposeScope();
            var index = left.argmax();
            var i = index.item<long>();
            var element = ToHost<double>(ScalarType.Float64, left[i], part.Scratch[i], part.Autograd[i]);
            if (element[0] < 0 || !measurement.Worst.Admits(element[0]))
                return;
            ulong? ulp = double.IsFinite(element[1]) && double.IsFinite(element[2]) ? DevicePart.ToDistance(lowered[i].item<long>()) : null;
            measurement.Worst.Offer(element[0], new(start + i, element[1], element[2], element[0], ulp));
            left.index_fill_(0, index.view(1), -1);
        }
    }

    /// <summary>Several scalars in one transfer; widened on the host, because not every device knows float64.</summary>
    private static T[] ToHost<T>(ScalarType dtype, params Tensor[] scalars) where T : unmanaged
    {
        using var scope = NewDisposeScope();
        return stack(scalars.Select(scalar => scalar.to(scalar.is_floating_point() ? scalar.dtype : dtype))).cpu().to(dtype)
            .data<T>().ToArray();
    }
}
