using Gald.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Gald.Declarations.Tests.Reference;

/// <summary>
/// The layers of a network that is defined by running it: each makes its weights when it first runs, under the key that PyTorch
/// gives them, and notes the shape of its result. On the meta device nothing is computed, and libtorch checks the shapes.
/// </summary>
internal sealed class Layers(Device device)
{
    private readonly Dictionary<string, Tensor> state = [];
    private readonly Dictionary<string, long[]> shapes = [];
    private readonly HashSet<string> ofTwo = [];
    private readonly HashSet<string> byHand = [];

    /// <summary>The state by its keys, in the order in which it was made.</summary>
    public IReadOnlyDictionary<string, Tensor> State => state;

    /// <summary>The shape of each module's result, by the path of the module.</summary>
    public IReadOnlyDictionary<string, long[]> Shapes => shapes;

    /// <summary>The same of the modules that get one map.</summary>
    public IReadOnlyDictionary<string, long[]> ShapesOfOne => shapes
        .Where(entry => !ofTwo.Any(path => path == entry.Key || path.StartsWith($"{entry.Key}.", StringComparison.Ordinal)))
        .ToDictionary(entry => entry.Key, entry => entry.Value);

    /// <summary>The map before the one that a head works on; null where there is none.</summary>
    public Tensor? Earlier { get; set; }

    /// <summary>Whether a convolution's outer weights met nothing but padding.</summary>
    public bool MetPaddingOnly { get; private set; }

    /// <summary>Whether a batch norm got one value a channel from each image.</summary>
    public bool MetSingleValues { get; private set; }

    /// <summary>Whether a batch norm got one value a channel from each image whatever the size of the images.</summary>
    public bool MetSingleContext { get; private set; }

    /// <summary>Whether every position was compared with every other.</summary>
    public bool MetAttention { get; set; }

    /// <summary>The channels of the backbone's maps, and how many pixels a position of each is wide.</summary>
    public IReadOnlyList<(long Channels, int Stride)> Maps { get; set; } = [];

    /// <summary>Images in the batch.</summary>
    public long Images { get; set; } = 1;

    /// <summary>Whether a stage got a smaller map than its contract says that it takes.</summary>
    public bool MetTooSmallMap { get; set; }

    /// <summary>Multiply-adds so far, those of stages written by hand left out.</summary>
    public double MultiplyAdds { get; private set; }

    /// <summary>All multiply-adds so far.</summary>
    public double Work { get; private set; }

    /// <summary>Trainable numbers so far, those of stages written by hand left out.</summary>
    public long Parameters => state.Where(entry => !IsBuffer(entry.Key) && !IsByHand(entry.Key)).DistinctBy(entry => entry.Value, ReferenceEqualityComparer.Instance)
        .Sum(entry => entry.Value.shape.Aggregate(1L, (product, length) => product * length));

    /// <summary>All numbers of the state so far.</summary>
    public double Size => state.Values.Sum(value => value.shape.Aggregate(1.0, (product, length) => product * length));

    /// <summary>Whether the layers run as in training.</summary>
    public bool Training { get; set; }

    private bool Meta => device.type == TorchSharp.DeviceType.META;

    public static bool IsBuffer(string key) => key[(key.LastIndexOf('.') + 1)..] is "running_mean" or "running_var" or "num_batches_tracked" or "bases";

    /// <summary>Takes over a state as it is.</summary>
    public void Take(IReadOnlyDictionary<string, Tensor> values)
    {
        foreach (var (key, value) in values)
            state[key] = value;
    }

    /// <summary>Takes over a state in double precision, whose parameters collect gradients.</summary>
    public void Load(IReadOnlyDictionary<string, Tensor> values)
    {
        // What is one tensor under two names stays one.
        var copies = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        foreach (var (key, value) in values)
        {
            if (!copies.TryGetValue(value, out var copy))
                copies.Add(value, copy = value.is_floating_point() ? value.to(ScalarType.Float64).detach().requires_grad_(!IsBuffer(key)) : value.clone());
            state[key] = copy;
        }
    }

    /// <summary>Whether an entry of the state is of a stage written by hand.</summary>
    public bool IsByHand(string key) => byHand.Any(path => key.StartsWith(path, StringComparison.Ordinal));

    /// <summary>Whether shortcuts take means.</summary>
    public bool AverageDownsample { get; set; }

    /// <summary>Notes the result of a module; the whole has no path, and is none.</summary>
    public Tensor Note(string path, Tensor result)
    {
        if (path.Length > 0)
            shapes[path] = result.shape;
        return result;
    }

    /// <summary>Notes the result of a module that gets two maps, as do then all modules around it.</summary>
    public Tensor NoteOfTwo(string path, Tensor result)
    {
        ofTwo.Add(path);
        return Note(path, result);
    }

    /// <summary>A convolution as PyTorch's <c>nn.Conv2d</c>, with the checks of its constructor.</summary>
    public Tensor Conv(
        string path, Tensor x, long inputs, long outputs, int kernel,
        long stride = 1, long padding = 0, long dilation = 1, long groups = 1, bool bias = false)
    {
        if (groups <= 0 || inputs % groups != 0 || outputs % groups != 0)
            throw new NoSuchNetworkException($"{groups} groups do not divide {inputs} and {outputs} channels");
        var weight = Parameter($"{path}.weight", [outputs, inputs / groups, kernel, kernel]);
        var offset = bias ? Parameter($"{path}.bias", [outputs]) : null;

        // libtorch has no convolution on the meta device, except for batches of 0, which it checks like others.
        var taken = Meta ? x.narrow(0, 0, 0) : x;
        var y = functional.conv2d(taken, weight, offset, [stride, stride], [padding, padding], [dilation, dilation], groups);
        if (Meta)
            y = empty([x.shape[0], .. y.shape[1..]], device: device);
        MetPaddingOnly |= dilation > 1 && kernel > 1 && padding == dilation * (kernel / 2) && Math.Min(x.shape[2], x.shape[3]) <= dilation;
        Count((double)y.numel() * (inputs / groups) * kernel * kernel);
        return Note(path, y);
    }

    /// <summary>A convolution inside of a stage written by hand, which the compiler does not know.</summary>
    public Tensor ConvByHand(string path, Tensor x, long inputs, long outputs, int kernel, long stride, long groups)
    {
        byHand.Add($"{path}.");
        var before = MultiplyAdds;
        var y = Conv(path, x, inputs, outputs, kernel, stride, groups: groups, bias: true);
        MultiplyAdds = before;
        return y;
    }

    public Tensor BatchNorm(string path, Tensor x, long channels, double epsilon = 1e-5, bool context = false, double momentum = 0.1)
    {
        var weight = Parameter($"{path}.weight", [channels]);
        var bias = Parameter($"{path}.bias", [channels]);
        var mean = Parameter($"{path}.running_mean", [channels]);
        var variance = Parameter($"{path}.running_var", [channels]);
        var count = Parameter($"{path}.num_batches_tracked", []);
        var single = x.numel() == x.shape[1] * Images;
        MetSingleContext |= single && context;
        MetSingleValues |= single && !context;
        if (Training)
            count.add_(Scalars.One, Scalars.One);

        // Nor has the meta device norms or ReLU.
        return Note(path, Meta ? x : functional.batch_norm(x, mean, variance, weight, bias, Training, momentum, epsilon));
    }

    public Tensor GroupNorm(string path, Tensor x, long groups, long channels)
    {
        if (channels % groups != 0)
            throw new NoSuchNetworkException($"{groups} groups do not divide {channels} channels");
        var weight = Parameter($"{path}.weight", [channels]);
        var bias = Parameter($"{path}.bias", [channels]);
        return Note(path, Meta ? x : functional.group_norm(x, groups, weight, bias, 1e-5));
    }

    /// <summary>A convolution of columns, with a kernel of 1.</summary>
    public Tensor Conv1d(string path, Tensor x, long inputs, long outputs, bool bias = false)
    {
        var weight = Parameter($"{path}.weight", [outputs, inputs, 1]);
        var offset = bias ? Parameter($"{path}.bias", [outputs]) : null;
        Count((double)x.shape[0] * outputs * inputs * x.shape[2]);
        return Note(path, Meta ? empty([x.shape[0], outputs, x.shape[2]], device: device) : functional.conv1d(x, weight, offset));
    }

    /// <summary>Layer normalisation of N×C×1×1.</summary>
    public Tensor ChannelNorm(string path, Tensor x, long channels)
    {
        var weight = Parameter($"{path}.weight", [channels, 1, 1]);
        var bias = Parameter($"{path}.bias", [channels, 1, 1]);
        return Note(path, Meta ? x : functional.layer_norm(x, weight.shape, weight, bias, 1e-5));
    }

    /// <summary>Layer normalisation over the last dimension.</summary>
    public Tensor LayerNorm(string path, Tensor x, double epsilon)
    {
        var weight = Parameter($"{path}.weight", [x.shape[^1]]);
        var bias = Parameter($"{path}.bias", [x.shape[^1]]);
        return Note(path, Meta ? x : functional.layer_norm(x, weight.shape, weight, bias, epsilon));
    }

    /// <summary>Layer normalisation over the channels of each position of a map.</summary>
    public Tensor LayerNorm2d(string path, Tensor x, double epsilon)
    {
        var weight = Parameter($"{path}.weight", [x.shape[1]]);
        var bias = Parameter($"{path}.bias", [x.shape[1]]);
        return Note(path, Meta ? x : functional.layer_norm(x.permute(0, 2, 3, 1), weight.shape, weight, bias, epsilon).permute(0, 3, 1, 2));
    }

    /// <summary>A linear map of the last dimension.</summary>
    public Tensor Linear(string path, Tensor x, long outputs, bool bias) => Note(path, Linear(
        x, Parameter($"{path}.weight", [outputs, x.shape[^1]]), bias ? Parameter($"{path}.bias", [outputs]) : null));

    /// <summary>The same with given weights.</summary>
    public Tensor Linear(Tensor x, Tensor weight, Tensor? bias)
    {
        Count((double)x.numel() * weight.shape[0]);
        return Meta ? empty([.. x.shape[..^1], weight.shape[0]], device: device) : functional.linear(x, weight, bias);
    }

    public Tensor Gelu(Tensor x) => Meta ? x : x.gelu();

    /// <summary>Times a learnt number.</summary>
    public Tensor Scale(string path, Tensor x) => Note(path, x * Parameter($"{path}.scale", []));

    public Tensor Softmax(Tensor x, int dimension) => Meta ? x : x.softmax(dimension);

    /// <summary>Vectors over their norms.</summary>
    public Tensor Normalize(Tensor x, double norm, int dimension) => Meta ? x : functional.normalize(x, norm, dimension);

    public Tensor Pool(Tensor x, int size) => Meta ? empty([x.shape[0], x.shape[1], size, size], device: device) : functional.adaptive_avg_pool2d(x, size);

    /// <summary>State that no layer has.</summary>
    public Tensor Own(string key, params long[] shape) => Parameter(key, shape);

    /// <summary>The same state under another name.</summary>
    public void Share(string path, string other)
    {
        foreach (var key in state.Keys.Where(key => key.StartsWith($"{path}.", StringComparison.Ordinal)).ToArray())
            state.TryAdd($"{other}{key[path.Length..]}", state[key]);
        foreach (var module in shapes.Keys.Where(module => module == path || module.StartsWith($"{path}.", StringComparison.Ordinal)).ToArray())
            shapes[$"{other}{module[path.Length..]}"] = shapes[module];
    }

    public Tensor Relu(Tensor x) => Meta ? x : x.relu();

    public Tensor Relu6(Tensor x) => Meta ? x : x.relu6();

    public Tensor HardSwish(Tensor x) => Meta ? x : x.hardswish();

    public Tensor HardSigmoid(Tensor x) => Meta ? x : x.hardsigmoid();

    /// <summary>The products of batches of matrices.</summary>
    public Tensor Product(Tensor left, Tensor right)
    {
        Count((double)left.numel() * right.shape[2]);
        return left.bmm(right);
    }

    /// <summary>Bilinear.</summary>
    public static Tensor Resize(Tensor x, Tensor like, bool alignCorners = true) =>
        functional.interpolate(x, size: like.shape[2..], mode: InterpolationMode.Bilinear, align_corners: alignCorners);

    /// <summary>Random numbers for an entry of the state, of sizes that keep a network's values in bounds.</summary>
    public static Tensor Fill(string key, long[] shape)
    {
        if (key.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            return zeros(shape, ScalarType.Int64);
        var made = empty(shape);
        if (shape.Length == 4 || (shape.Length == 2 && !key.EndsWith("bases", StringComparison.Ordinal)) || (shape.Length == 3 && !key.EndsWith("bases", StringComparison.Ordinal) && shape[1] * shape[2] > 1))
            return made.uniform_(-1 / Math.Sqrt(shape.Skip(1).Aggregate((product, length) => product * length)), 1 / Math.Sqrt(shape.Skip(1).Aggregate((product, length) => product * length)));
        return key.EndsWith("bias", StringComparison.Ordinal) || key.EndsWith("mean", StringComparison.Ordinal)
            ? made.uniform_(-0.2, 0.2)
            : made.uniform_(0.5, 1.5);
    }

    private void Count(double multiplyAdds)
    {
        MultiplyAdds += multiplyAdds;
        Work += multiplyAdds;
    }

    private Tensor Parameter(string key, long[] shape)
    {
        if (state.TryGetValue(key, out var known))
            return known;
        var type = key.EndsWith("num_batches_tracked", StringComparison.Ordinal) ? ScalarType.Int64 : ScalarType.Float32;
        var made = Meta ? empty(shape, type, device) : Fill(key, shape);
        state.Add(key, made);
        return made;
    }
}
