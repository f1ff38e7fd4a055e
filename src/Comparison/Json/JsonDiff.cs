using System.Text.Json;
using ScratchVsAutograd.Comparison.Text;

namespace ScratchVsAutograd.Comparison.Json;

/// <summary>
/// What two tensors held against each other come to, as JSON. Without two there is nothing to measure, and every number is null.
/// </summary>
internal static class JsonDiff
{
    /// <summary>The numbers of the whole tensor.</summary>
    public static void WriteNumbers(Utf8JsonWriter json, TensorDiff? diff)
    {
        json.WriteFlag("allclose", diff?.AllClose);
        json.WriteFlag("exact", diff?.Exact);
        json.WriteFloat("maxAbs", diff?.MaxAbs);
        json.WriteAxes("maxAbsIndex", diff?.MaxAbsIndex is { } element ? TensorIndex.Unravel(element, diff.AutogradShape) : null);
        json.WriteFloat("maxRel", diff?.MaxRel);
        json.WriteInteger("maxUlp", diff is { Comparable: true } ? diff.MaxUlp : null);
        json.WriteFloat("budget", diff?.Budget);
        json.WriteFloat("sensitivity", diff?.Sensitivity);
        json.WriteFlag("blind", diff?.Blind);
        json.WriteInteger("out", diff?.OutOfTolerance);
    }

    /// <summary>How many elements are of each kind, and those that are furthest off.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="diff">What to write.</param>
    /// <param name="judged">What the side that is judged is called.</param>
    /// <param name="reference">What the other one is called.</param>
    public static void WriteElements(Utf8JsonWriter json, TensorDiff? diff, string judged, string reference)
    {
        json.WriteObject("census", diff, measured =>
        {
            json.WriteObject(judged, measured.Scratch, census => WriteCensus(json, census));
            json.WriteObject(reference, measured.Autograd, census => WriteCensus(json, census));
        });
        json.WriteObjects("worst", diff?.Worst ?? [], element =>
        {
            json.WriteAxes("index", TensorIndex.Unravel(element.Index, diff!.AutogradShape));
            json.WriteFloat(judged, element.Scratch);
            json.WriteFloat(reference, element.Autograd);
            json.WriteFloat("difference", element.Difference);
            json.WriteFloat("budget", element.Budget);
            json.WriteInteger("ulp", element.Ulp);
        });
    }

    private static void WriteCensus(Utf8JsonWriter json, Census census)
    {
        json.WriteNumber("negativeInfinity", census.NegativeInfinity);
        json.WriteNumber("negative", census.Negative);
        json.WriteNumber("zero", census.Zero);
        json.WriteNumber("positive", census.Positive);
        json.WriteNumber("positiveInfinity", census.PositiveInfinity);
        json.WriteNumber("nan", census.NaN);
    }
}
