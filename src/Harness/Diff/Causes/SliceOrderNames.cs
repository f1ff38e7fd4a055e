namespace ScratchVsAutograd.Harness.Diff.Causes;

/// <summary>What an order of slices is known as. The sizes alone do not say that they are gates or heads, so each name says "if".</summary>
internal static class SliceOrderNames
{
    // g is the cell's candidate, which Keras and ONNX call c.
    private static readonly (string Framework, string Gates)[] Lstm =
        [
            ("PyTorch's, Keras' and cuDNN's", "ifgo"), ("TensorFlow 1's and Haiku's", "igfo"), ("ONNX'", "iofg"),
            ("Caffe's, CoreML's and Torch 7's", "ifog")];

    private static readonly (string Framework, string Gates)[] Gru = [("PyTorch's", "rzn"), ("Keras' and ONNX'", "zrn")];

    /// <summary>A sentence's end, such as "as …, if these are an LSTM's gates"; empty where nothing is known.</summary>
    public static string Of(SliceOrder order) => order.Sizes.IsEmpty ? OfBlocks([.. order.Order]) : OfView([.. order.Sizes]);

    private static string OfBlocks(int[] order) => order.Length switch
    {
        2 => "as the two halves of a fused layer change places (gate and up, key and value, forward and backward)",
        3 when Gates(Gru, order) is { } gru => $"{gru}, if these are a GRU's gates",
        3 => "as query, key and value change places, if these are those",
        4 when Gates(Lstm, order) is { } lstm => $"{lstm}, if these are an LSTM's gates",
        4 => "as the gates of an LSTM or four heads change places, if these are those",
        _ when order.SequenceEqual(order.Order().Reverse()) => "back to front",
        _ => "as heads or gates change places, if these are those",
    };

    // Of A: what is outside comes first.
    private static string OfView(long[] sizes) => sizes switch
    {
        [.., 2, _] or [2, _] when sizes[^1] > 3 => "halves where B has interleaved pairs, as in the two conventions of rotary embeddings",
        [.., _, 2] when sizes[^2] > 3 => "interleaved pairs where B has halves, as in the two conventions of rotary embeddings",
        [3, ..] => "stacked where B has them interleaved, as query, key and value for all heads against one head after the other",
        [.., 3, _] or [_, 3] => "interleaved where B has them stacked, as query, key and value for each head against all heads of each",
        [2, ..] => "stacked where B has them interleaved, as keys and values for all heads against one head after the other",
        [_, 2, _] => "interleaved where B has them stacked, as keys and values for each head against all heads of each",
        _ => "as a reshape where a transpose was meant: heads and the parts of a head, if these are those",
    };

    // A's blocks in the order that makes them B's: B's gates are A's, taken so.
    private static string? Gates((string Framework, string Gates)[] known, int[] order)
    {
        var pairs = from ofA in known
                    from ofB in known
                    where order.Select(block => ofA.Gates[block]).SequenceEqual(ofB.Gates)
                    orderby ofA != known[0] && ofB != known[0]
                    select (ofA, ofB);
        // Of an order that is its own inverse, either side may be either's.
        var distinct = pairs.DistinctBy(
            pair => string.CompareOrdinal(pair.ofA.Gates, pair.ofB.Gates) < 0 ? pair : (pair.ofB, pair.ofA)).Take(2)
            .Select(pair => $"as {pair.ofA.Framework} {Spelled(pair.ofA.Gates)} and {pair.ofB.Framework} {Spelled(pair.ofB.Gates)}");
        return string.Join(", or ", distinct) is { Length: > 0 } text ? text : null;
    }

    private static string Spelled(string gates) => string.Join(',', gates.ToCharArray());
}
