using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Contestants;

/// <summary>
/// The same network as TorchSharp's documentation and examples would have it written: sequential modules, registration by
/// reflection, temporaries left to the caller's dispose scope.
/// </summary>
internal sealed class HandWritten : Module<Tensor, (Tensor Logits, Tensor? Auxiliary)>
{
    private readonly Sequential conv1 = Sequential(
        Conv2d(3, 64, 3, stride: 2, padding: 1, bias: false), BatchNorm2d(64), ReLU(inplace: true),
        Conv2d(64, 64, 3, padding: 1, bias: false), BatchNorm2d(64), ReLU(inplace: true),
        Conv2d(64, 128, 3, padding: 1, bias: false));

    private readonly BatchNorm2d bn1 = BatchNorm2d(128);
    private readonly MaxPool2d pool = MaxPool2d(3, stride: 2, padding: 1, ceil_mode: true);
    private readonly Sequential layer1 = Layer(128, 64, 3, 1, [1, 1, 1]);
    private readonly Sequential layer2 = Layer(256, 128, 4, 2, [1, 1, 1, 1]);
    private readonly Sequential layer3 = Layer(512, 256, 6, 1, [2, 2, 2, 2, 2, 2]);
    private readonly Sequential layer4 = Layer(1024, 512, 3, 1, [4, 8, 16]);
    private readonly Sequential conva = Unit(2048, 512);
    private readonly Sequential down = Depthwise(512);
    private readonly Cgnl relation = new(512, 256, 8);
    private readonly Attention attention = new(512);
    private readonly Sequential convb = Unit(512, 512);
    private readonly Sequential bottleneck, dsn;

    public HandWritten(int classes) : base(nameof(HandWritten))
    {
        bottleneck = Sequential(Conv2d(2560, 512, 3, padding: 1, bias: false), BatchNorm2d(512), ReLU(), Conv2d(512, classes, 1));
        dsn = Sequential(Conv2d(1024, 512, 3, padding: 1), BatchNorm2d(512), ReLU(), Dropout2d(0.1), Conv2d(512, classes, 1));
        RegisterComponents();
    }

    public override (Tensor Logits, Tensor? Auxiliary) forward(Tensor images)
    {
        var x = pool.call(functional.relu(bn1.call(conv1.call(images))));
        x = layer3.call(layer2.call(layer1.call(x)));
        var auxiliary = training ? dsn.call(x) : null;
        var features = layer4.call(x);
        x = conva.call(features);
        var context = functional.interpolate(
            relation.call(down.call(x)), size: [x.shape[2], x.shape[3]], mode: InterpolationMode.Bilinear, align_corners: true);
        x = attention.call(context) + context;
        return (bottleneck.call(cat([features, convb.call(x)], 1)), auxiliary);
    }

    private static Sequential Unit(long inputs, long outputs) =>
        Sequential(Conv2d(inputs, outputs, 3, padding: 1, bias: false), BatchNorm2d(outputs), ReLU());

    private static Sequential Depthwise(long channels) =>
        Sequential(Conv2d(channels, channels, 3, stride: 2, groups: channels), BatchNorm2d(channels), ReLU());

    private static Sequential Layer(long inputs, long width, int blocks, long stride, long[] dilations) => Sequential(
        Enumerable.Range(0, blocks).Select(block => (Module<Tensor, Tensor>)new Bottleneck(
            block == 0 ? inputs : 4 * width, width, block == 0 ? stride : 1, dilations[block])).ToArray());

    private sealed class Bottleneck : Module<Tensor, Tensor>
    {
        private readonly Sequential body;
        private readonly Sequential? downsample;

        public Bottleneck(long inputs, long width, long stride, long dilation) : base(nameof(Bottleneck))
        {
            body = Sequential(
                Conv2d(inputs, width, 1, bias: false), BatchNorm2d(width), ReLU(inplace: true),
                Conv2d(width, width, 3, stride: stride, padding: dilation, dilation: dilation, bias: false), BatchNorm2d(width), ReLU(inplace: true),
                Conv2d(width, 4 * width, 1, bias: false), BatchNorm2d(4 * width));
            if (stride != 1 || inputs != 4 * width)
                downsample = Sequential(Conv2d(inputs, 4 * width, 1, stride: stride, bias: false), BatchNorm2d(4 * width));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x) => functional.relu(body.call(x) + (downsample is null ? x : downsample.call(x)));
    }

    private sealed class Cgnl : Module<Tensor, Tensor>
    {
        private readonly int groups;
        private readonly Conv2d t, p, g, z;
        private readonly GroupNorm gn;

        public Cgnl(long channels, long planes, int groups) : base(nameof(Cgnl))
        {
            this.groups = groups;
            t = Conv2d(channels, planes, 1, bias: false);
            p = Conv2d(channels, planes, 1, bias: false);
            g = Conv2d(channels, planes, 1, bias: false);
            z = Conv2d(planes, channels, 1, groups: groups, bias: false);
            gn = GroupNorm(groups, channels);
            RegisterComponents();
            init.ones_(gn.weight);
            init.zeros_(gn.bias);
        }

        public override Tensor forward(Tensor x)
        {
            var (theta, phi, value) = (t.call(x), p.call(x), g.call(x));
            var rows = phi.reshape(x.shape[0] * groups, 1, -1);
            var affinity = rows.bmm(value.reshape(x.shape[0] * groups, -1, 1));
            var response = (theta.reshape(x.shape[0] * groups, 1, -1) * affinity).reshape(theta.shape);
            return gn.call(z.call(response)) + x;
        }
    }

    private sealed class Attention : Module<Tensor, Tensor>
    {
        private readonly Sequential dconv1, dconv2, dconv3;

        public Attention(long channels) : base(nameof(Attention))
        {
            (dconv1, dconv2, dconv3) = (Depthwise(channels), Depthwise(channels), Depthwise(channels));
            RegisterComponents();
        }

        public override Tensor forward(Tensor x)
        {
            var small = dconv3.call(dconv2.call(dconv1.call(x)));
            var mask = sigmoid(functional.interpolate(
                small, size: [x.shape[2], x.shape[3]], mode: InterpolationMode.Bilinear, align_corners: true));
            return x + x * mask;
        }
    }
}
