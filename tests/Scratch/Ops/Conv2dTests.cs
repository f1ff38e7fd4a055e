using CsCheck;
using ScratchVsAutograd.Ops;
using static TorchSharp.torch;

namespace ScratchVsAutograd.Tests.Scratch.Ops;

public sealed class Conv2dTests : TensorTest
{
    // One image 2x3, one kernel 1x2, so two places in each row.
    private readonly Tensor X = tensor(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }).reshape(1, 1, 2, 3);
    private readonly Tensor K = tensor(new float[,] { { 10, 100 } }).reshape(1, 1, 1, 2);
    private readonly Tensor b = tensor(new float[] { 7 });

    [Fact]
    public void Forward_weighs_the_pixels_under_the_kernel_and_does_not_flip_it()
        => Assert.True(Conv2d.Forward(X, K, b).reshape(2, 2).Equals(tensor(new float[,] { { 217, 327 }, { 547, 657 } })));

    [Fact]
    public void Backward_by_hand_on_paper()
    {
        var Y = Conv2d.Forward(X, K, b);
        var d = new Gradients();
        d.Add(Y, tensor(new float[,] { { 1, 2 }, { 3, 4 } }).reshape(1, 1, 2, 2));
        Conv2d.Backward(d, X, K, b, Y);
        // 1·1 + 2·2 + 3·4 + 4·5 and 1·2 + 2·3 + 3·5 + 4·6.
        Assert.True(d[K].reshape(2).Equals(tensor(new float[] { 37, 47 })));
        Assert.True(d[b].Equals(tensor(new float[] { 10 })));
        Assert.True(d[X].reshape(2, 3).Equals(tensor(new float[,] { { 10, 120, 200 }, { 30, 340, 400 } })));
    }

    [Fact]
    public void Agrees_with_autograd_for_any_sizes()
        => Gen.Select(
            Gen.Int[1, 3], Gen.Int[1, 3], Gen.Int[1, 3], Gen.Select(Gen.Int[1, 3], Gen.Int[1, 3]), Gen.Select(Gen.Int[3, 7], Gen.Int[3, 7]),
            Gen.Select(Gen.Int[1, 3], Gen.Int[0, 2])).Sample(
            (N, inputs, outputs, kernel, image, steps) => OpCheck.Agrees(
                [("X", [N, inputs, image.Item1, image.Item2]), ("K", [outputs, inputs, kernel.Item1, kernel.Item2]), ("b", [outputs])],
                t => Conv2d.Forward(t["X"], t["K"], t["b"], steps.Item1, steps.Item2),
                (t, d, Y) => Conv2d.Backward(d, t["X"], t["K"], t["b"], Y, steps.Item1, steps.Item2)),
            iter: 30, threads: 1, seed: "0000KGPVZUa2");

    public static TheoryData<string, string> Misfits => new()
    {
        { "other channels", "X has shape (1, 2, 4, 4), expected (?, 3, ?, ?)." },
        { "no image axis", "X has shape (3, 4, 4), expected (?, 3, ?, ?)." },
        { "bias of the inputs", "b has shape (3,), expected (2,)." },
        { "float64 kernel", "K is Float64 and X is Float32; cast one of them first." },
        { "kernel larger than the image", "X has shape (1, 3, 1, 4), smaller than K (2, 3, 3, 3) even with padding 0." },
        { "no stride", "stride is 0, expected 1 or more." },
        { "negative padding", "padding is -1, expected 0 or more." },
    };

    [Theory]
    [MemberData(nameof(Misfits))]
    public void What_does_not_fit_is_refused_before_the_native_call(string what, string sentence)
    {
        var kernels = ones(2, 3, 3, 3);
        Action forward = what switch
        {
            "other channels" => () => Conv2d.Forward(ones(1, 2, 4, 4), kernels, ones(2)),
            "no image axis" => () => Conv2d.Forward(ones(3, 4, 4), kernels, ones(2)),
            "bias of the inputs" => () => Conv2d.Forward(ones(1, 3, 4, 4), kernels, ones(3)),
            "float64 kernel" => () => Conv2d.Forward(ones(1, 3, 4, 4), kernels.to(ScalarType.Float64), ones(2)),
            "kernel larger than the image" => () => Conv2d.Forward(ones(1, 3, 1, 4), kernels, ones(2)),
            "no stride" => () => Conv2d.Forward(ones(1, 3, 4, 4), kernels, ones(2), stride: 0),
            _ => () => Conv2d.Forward(ones(1, 3, 4, 4), kernels, ones(2), padding: -1),
        };
        Assert.StartsWith(sentence, Assert.Throws<ArgumentException>(forward).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_its_results_alive_and_nothing_else()
    {
        Tensor? Y = null;
        Assert.Equal(1, LiveTensorsLeftBy(() => Y = Conv2d.Forward(X, K, b)));
        var d = new Gradients();
        d.Add(Y!, ones(1, 1, 2, 2));
        Assert.Equal(3, LiveTensorsLeftBy(() => Conv2d.Backward(d, X, K, b, Y!)));
    }
}
