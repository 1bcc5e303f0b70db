using Gald.Modules;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace Gald.Runtime.Tests.Modules;

public sealed class RecomputationTests
{
    /// <summary>Two blocks of convolution, batch norm and ReLU behind a convolution, in float64.</summary>
    private sealed class Stack : nn.Module<Tensor, Tensor>
    {
        private readonly bool recomputes;
        private readonly nn.Module<Tensor, Tensor> first, second;

        public Stack(bool recomputes) : base(nameof(Stack))
        {
            this.recomputes = recomputes;
            (first, second) = (Block(3), Block(8));
            RegisterComponents();
            this.to(ScalarType.Float64);
        }

        public override Tensor forward(Tensor input)
        {
            using var map = Call(first, input);
            return Call(second, map);
        }

        private Tensor Call(nn.Module<Tensor, Tensor> block, Tensor input) => recomputes ? Recomputation.Of(block, input) : block.call(input);

        private static nn.Module<Tensor, Tensor> Block(long inputs) =>
            nn.Sequential(nn.Conv2d(inputs, 8, 3, padding: 1), new BatchNorm2d(8), nn.ReLU(inplace: true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Gradients_and_statistics_are_those_of_the_blocks_that_are_kept(bool ofInput)
    {
        using var scope = NewDisposeScope();
        var (kept, recomputed) = (new Stack(recomputes: false), new Stack(recomputes: true));
        using (kept)
        using (recomputed)
        {
            recomputed.load_state_dict(kept.state_dict());
            foreach (var training in new[] { true, true, false })
            {
                var images = rand(2, 3, 9, 11, ScalarType.Float64);
                var expected = Gradients(kept, images, training);
                var actual = Gradients(recomputed, images, training);
                Assert.Equal(expected.Keys, actual.Keys);
                foreach (var name in expected.Keys)
                    Assert.True((expected[name] - actual[name]).abs().max().ToDouble() <= 1e-12, name);
            }
            foreach (var (name, buffer) in kept.named_buffers())
                Assert.True(buffer.equal(recomputed.get_buffer(name)!).all().ToBoolean(), name);
        }

        Dictionary<string, Tensor> Gradients(Stack stack, Tensor images, bool training)
        {
            stack.train(training);
            var input = images.detach();
            input.requires_grad = ofInput;
            stack.zero_grad();
            var result = stack.call(input);
            (result * result).sum().backward();
            var gradients = stack.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter.grad!.clone());
            gradients["result"] = result.detach();
            if (ofInput)
                gradients["input"] = input.grad!;
            return gradients;
        }
    }

    [Fact]
    public void A_step_leaves_nothing()
    {
        using var stack = new Stack(recomputes: true);
        using var images = rand(2, 3, 9, 11, ScalarType.Float64);
        Step(training: false);
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Step(training: true);
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);

        void Step(bool training)
        {
            using (set_grad_enabled(training))
            using (var result = stack.call(images))
            using (var sum = result.sum())
            {
                if (training)
                    sum.backward();
            }
        }
    }

    [Fact]
    public void Blocks_that_are_not_trained_pass_gradients_on_and_take_none()
    {
        using var scope = NewDisposeScope();
        using var stack = new Stack(recomputes: true);
        foreach (var parameter in stack.parameters())
            parameter.requires_grad = false;
        var images = rand(2, 3, 9, 11, ScalarType.Float64);
        Assert.False(stack.call(images).requires_grad);
        images.requires_grad = true;
        stack.call(images).sum().backward();
        Assert.NotNull(images.grad);
        Assert.All(stack.parameters(), parameter => Assert.Null(parameter.grad));
        using var noGradient = no_grad();
        Assert.False(stack.call(images).requires_grad);
    }

    [Fact]
    public void What_fails_in_the_backward_pass_is_told_at_the_next_call()
    {
        using var scope = NewDisposeScope();
        using var block = new FailingAtTheSecondCall();
        var images = rand(1, 3, 4, 4);
        images.requires_grad = true;
        Recomputation.Of(block, images).sum().backward();
        Assert.Contains("the second call", Assert.Throws<GaldException>(() => Recomputation.Of(block, images)).Message);
        Recomputation.Of(block, images);
    }

    private sealed class FailingAtTheSecondCall() : nn.Module<Tensor, Tensor>(nameof(FailingAtTheSecondCall))
    {
        private int calls;

        public override Tensor forward(Tensor input) => ++calls == 2 ? throw new InvalidOperationException("the second call") : input.clone();
    }
}
