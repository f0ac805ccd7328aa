package org.seldonruns.cluster.informer;

import java.util.concurrent.CompletableFuture;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

@SuppressWarnings("unchecked")
class ResourceInformerTests {

	private final SharedIndexInformer<Pod> informer = mock(SharedIndexInformer.class);

	private final Informable<Pod> source = mock(Informable.class);

	@Test
	void reportsNoErrorWhileWatchOpens() {
		ResourceInformer<Pod> watch = watch();
		given(informer.isWatching()).willReturn(false);
		assertThat(watch.currentError()).contains("the watch of pods is interrupted");

		given(informer.isWatching()).willThrow(new NullPointerException("the informer's watch is not at hand"));

		assertThat(watch.currentError()).isEmpty();
		assertThat(watch.unwatchedReason()).isEmpty();
	}

	@Test
	void isInterruptedBetweenStartAndClose() {
		ResourceInformer<Pod> watch = watch();
		assertThat(watch.isInterrupted()).isFalse();

		watch.start();
		assertThat(watch.isInterrupted()).isTrue();

		given(informer.isWatching()).willReturn(true);
		assertThat(watch.isInterrupted()).isFalse();

		given(informer.isWatching()).willReturn(false);
		assertThat(watch.isInterrupted()).isTrue();

		watch.close();
		assertThat(watch.isInterrupted()).isFalse();
	}

	private ResourceInformer<Pod> watch() {
		given(source.runnableInformer(anyLong())).willReturn(informer);
		given(informer.start()).willReturn(new CompletableFuture<>());
		return new ResourceInformer<>("pods", true, source, pod -> {
		}, pod -> {
		}, version -> {
		});
	}

}
