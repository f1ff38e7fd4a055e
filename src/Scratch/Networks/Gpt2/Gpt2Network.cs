using System.Globalization;
using ScratchVsAutograd.Ops;
using ScratchVsAutograd.Scratch.Networks.Layers;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks.Gpt2;

/// <summary>
/// GPT-2: token and position embeddings, causal blocks (<see cref="TransformerBlock"/>), a last layer norm, logits by the transposed token
/// embedding (one matrix, used twice), and the cross-entropy of each next token. The stream is a matrix (N·T, D), all sequences below each
/// other.
/// </summary>
/// <remarks>Source: Radford et al., "Language Models are Unsupervised Multitask Learners" (2019).</remarks>
internal sealed class Gpt2Network : Computation
{
    private readonly Gpt2Sizes sizes;
    private readonly long length;

    /// <summary>A network on one batch.</summary>
    /// <param name="name">The name in reports.</param>
    /// <param name="sizes">How large it is.</param>
    /// <param name="parameters">See <see cref="Parameters"/>.</param>
    /// <param name="tokens">(N, T), int64, below the vocabulary; T at most the context.</param>
    /// <param name="targets">(N, T), int64: the token after each.</param>
    public Gpt2Network(string name, Gpt2Sizes sizes, IReadOnlyList<Leaf> parameters, Tensor tokens, Tensor targets)
    {
        this.sizes = sizes;
        length = tokens.shape[1];
        Name = name;
        Leaves =
        [
            .. parameters,
            Leaf.Constant("tokens", tokens.flatten()),
            Leaf.Constant("positions", arange(length, ScalarType.Int64).repeat(tokens.shape[0])),
            Leaf.Constant("targets", targets.flatten()),
        ];
    }

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Leaf> Leaves { get; }

    /// <summary>Fresh parameters, float32, as GPT-2 starts: Gaussian of deviation 0.02, biases 0.</summary>
    public static IReadOnlyList<Leaf> Parameters(long seed, Gpt2Sizes sizes)
    {
        using var weights = new Weights(seed);
        weights.Gaussian("wte", 0.02, sizes.Vocabulary, sizes.Width);
        weights.Gaussian("wpe", 0.02, sizes.Context, sizes.Width);
        for (var layer = 0; layer < sizes.Layers; layer++) TransformerBlock.Draw(weights, Prefix(layer), sizes);
        LayerNormLayer.Draw(weights, "ln_f", sizes.Width);
        return weights.All;
    }

    /// <inheritdoc />
    public override Tensor Forward(Trace t)
    {
        ArgumentNullException.ThrowIfNull(t);
        var token = t.Watch("token", Embedding.Forward(t["wte"], t["tokens"]));
        var position = t.Watch("position", Embedding.Forward(t["wpe"], t["positions"]));
        var X = t.Watch("embedded", Add.Forward(token, position));
        for (var layer = 0; layer < sizes.Layers; layer++) X = Block(t, layer).Forward(X);
        var logits = t.Watch("logits", Linear.Forward(LayerNormLayer.Forward(t, "ln_f", X), t["wte"], null));
        var (loss, logP) = CrossEntropy.Forward(logits, t["targets"]);
        t.Keep("logP", logP);
        return t.Watch("loss", loss);
    }

    /// <summary>The same by torch's own layer norm, attention and cross-entropy.</summary>
    public override Tensor? ReferenceForward(Trace t)
    {
        ArgumentNullException.ThrowIfNull(t);
        var X = t["wte"][t["tokens"]] + t["wpe"][t["positions"]];
        for (var layer = 0; layer < sizes.Layers; layer++) X = Block(t, layer).Reference(X);
        var logits = t.Watch("logits", LayerNormLayer.Reference(t, "ln_f", X).matmul(t["wte"].t()));
        return nn.functional.cross_entropy(logits, t["targets"]);
    }

    /// <inheritdoc />
    public override void Backward(Trace t, Gradients d)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(d);
        d.Add(t["loss"], ones_like(t["loss"]));
        CrossEntropy.Backward(d, t["logits"], t["targets"], t["loss"], t["logP"]);
        Linear.Backward(d, t["ln_f"], t["wte"], null, t["logits"]);
        LayerNormLayer.Backward(t, d, "ln_f", t[Output(sizes.Layers)]);
        for (var layer = sizes.Layers - 1; layer >= 0; layer--) Block(t, layer).Backward(d, t[Output(layer)]);
        Add.Backward(d, t["token"], t["position"], t["embedded"]);
        Embedding.Backward(d, t["wpe"], t["positions"], t["position"]);
        Embedding.Backward(d, t["wte"], t["tokens"], t["token"]);
    }

    private TransformerBlock Block(Trace t, int layer) => new(t, Prefix(layer), sizes, length, causal: true);

    // What that many blocks have made of the stream.
    private static string Output(int layers) => layers == 0 ? "embedded" : Prefix(layers - 1);

    private static string Prefix(int layer) => string.Create(CultureInfo.InvariantCulture, $"h.{layer}");
}
