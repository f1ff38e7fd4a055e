using System.Globalization;
using ScratchVsAutograd.Ops;
using ScratchVsAutograd.Scratch.Networks.Layers;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Scratch.Networks.Vit;

/// <summary>
/// A vision transformer: an image is a sequence of patches, each embedded by a linear layer, with an embedding of its place added; blocks
/// (<see cref="TransformerBlock"/>) in which every patch looks at every other; a last layer norm, the mean over the patches, and the
/// logits, head; then cross-entropy. The stream is a matrix (N·T, D), all images below each other.
/// </summary>
/// <remarks>Source: Dosovitskiy et al., "An Image is Worth 16x16 Words" (2021), with the mean in place of a class token.</remarks>
internal sealed class VitNetwork : Computation
{
    private readonly TransformerSizes sizes;
    private readonly long length;

    /// <summary>A network on one batch.</summary>
    /// <param name="name">The name in reports.</param>
    /// <param name="sizes">How large it is.</param>
    /// <param name="parameters">See <see cref="Parameters"/>.</param>
    /// <param name="images">(N, 1, H, W), H and W divisible by the patch's side.</param>
    /// <param name="y">Classes (N,), int64.</param>
    /// <param name="side">Height and width of a patch.</param>
    public VitNetwork(string name, TransformerSizes sizes, IReadOnlyList<Leaf> parameters, Tensor images, Tensor y, long side)
    {
        this.sizes = sizes;
        var patches = nn.functional.unfold(images, side, stride: side).transpose(1, 2);
        length = patches.shape[1];
        Name = name;
        Leaves =
        [
            Leaf.Input("patches", patches.reshape(-1, patches.shape[2])),
            Leaf.Constant("places", arange(length, ScalarType.Int64).repeat(images.shape[0])),
            .. parameters,
            Leaf.Constant("y", y),
        ];
    }

    /// <inheritdoc />
    public override string Name { get; }

    /// <inheritdoc />
    public override IReadOnlyList<Leaf> Leaves { get; }

    /// <summary>Fresh parameters, float32.</summary>
    /// <param name="seed">What draws them.</param>
    /// <param name="sizes">How large it is.</param>
    /// <param name="patches">How many an image has.</param>
    /// <param name="pixels">How many a patch has.</param>
    /// <param name="classes">How many there are.</param>
    public static IReadOnlyList<Leaf> Parameters(long seed, TransformerSizes sizes, long patches, long pixels, long classes)
    {
        using var weights = new Weights(seed);
        weights.Gaussian("embed.weight", 1 / Math.Sqrt(pixels), sizes.Width, pixels);
        weights.Constant("embed.bias", 0, 1, sizes.Width);
        weights.Gaussian("place.weight", 0.02, patches, sizes.Width);
        for (var layer = 0; layer < sizes.Layers; layer++) TransformerBlock.Draw(weights, Prefix(layer), sizes);
        LayerNormLayer.Draw(weights, "norm", sizes.Width);
        weights.Gaussian("head.weight", 1 / Math.Sqrt(sizes.Width), classes, sizes.Width);
        weights.Constant("head.bias", 0, 1, classes);
        return weights.All;
    }

    /// <inheritdoc />
    public override Tensor Forward(Trace t)
    {
        ArgumentNullException.ThrowIfNull(t);
        var place = t.Watch("place", Embedding.Forward(t["place.weight"], t["places"]));
        var X = t.Watch("embedded", Add.Forward(Dense.Forward(t, "embed", t["patches"]), place));
        for (var layer = 0; layer < sizes.Layers; layer++) X = Block(t, layer).Forward(X);
        var images = t.Watch("images", Reshape.Forward(LayerNormLayer.Forward(t, "norm", X), [-1, length, sizes.Width]));
        var mean = t.Watch("mean", Mean.Forward(images, [1]));
        return ClassLoss.Forward(t, Dense.Forward(t, "head", mean));
    }

    /// <summary>The same by torch's own functions.</summary>
    public override Tensor? ReferenceForward(Trace t)
    {
        ArgumentNullException.ThrowIfNull(t);
        var X = Dense.Reference(t, "embed", t["patches"]) + t["place.weight"][t["places"]];
        for (var layer = 0; layer < sizes.Layers; layer++) X = Block(t, layer).Reference(X);
        var mean = LayerNormLayer.Reference(t, "norm", X).reshape(-1, length, sizes.Width).mean([1L]);
        return nn.functional.cross_entropy(t.Watch("head", Dense.Reference(t, "head", mean)), t["y"]);
    }

    /// <inheritdoc />
    public override void Backward(Trace t, Gradients d)
    {
        ArgumentNullException.ThrowIfNull(t);
        ArgumentNullException.ThrowIfNull(d);
        ClassLoss.Backward(t, d, t["head"]);
        Dense.Backward(t, d, "head", t["mean"]);
        Mean.Backward(d, t["images"], t["mean"], [1]);
        Reshape.Backward(d, t["norm"], t["images"]);
        LayerNormLayer.Backward(t, d, "norm", t[Output(sizes.Layers)]);
        for (var layer = sizes.Layers - 1; layer >= 0; layer--) Block(t, layer).Backward(d, t[Output(layer)]);
        Add.Backward(d, t["embed"], t["place"], t["embedded"]);
        Embedding.Backward(d, t["place.weight"], t["places"], t["place"]);
        Dense.Backward(t, d, "embed", t["patches"]);
    }

    private TransformerBlock Block(Trace t, int layer) => new(t, Prefix(layer), sizes, length, causal: false);

    // What that many blocks have made of the stream.
    private static string Output(int layers) => layers == 0 ? "embedded" : Prefix(layers - 1);

    private static string Prefix(int layer) => string.Create(CultureInfo.InvariantCulture, $"h.{layer}");
}
