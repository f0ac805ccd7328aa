package org.seldonruns.lifecycle;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.seldonruns.cluster.Answer;
import org.seldonruns.cluster.Cluster;
import org.seldonruns.cluster.NameHolder;
import org.seldonruns.cluster.ResourceWatch;
import org.seldonruns.run.ResourceName;
import org.seldonruns.run.Run;
import org.seldonruns.run.RunId;
import org.seldonruns.run.RunSnapshot;
import org.seldonruns.seldon.Manifest;
import org.seldonruns.seldon.Scaling;
import org.seldonruns.seldon.SeldonDeployment;

/**
 * A cluster that answers as a test tells it, and keeps what it was asked. Untold, it does
 * as asked, and what is deleted is gone at once.
 */
final class FakeCluster implements Cluster {

	private final List<String> calls = new CopyOnWriteArrayList<>();

	private final FakeWatch watch = new FakeWatch(calls);

	private final Deque<Supplier<Answer<SeldonDeployment>>> creates = new ArrayDeque<>();

	private final Deque<Supplier<Answer<Optional<SeldonDeployment>>>> finds = new ArrayDeque<>();

	private final Deque<Supplier<Answer<SeldonDeployment>>> scales = new ArrayDeque<>();

	private final Deque<Supplier<Answer<SeldonDeployment>>> keeps = new ArrayDeque<>();

	private final Deque<Supplier<Answer<Deleted>>> deletes = new ArrayDeque<>();

	private Function<Run, ResourceWatch> watches = run -> watch;

	private Answer<String> log = accepted("");

	private Answer<NameHolder> holder = accepted(new NameHolder.Somebody());

	private @Nullable Answer<SeldonDeployment> dryRun;

	static <T> Answer<T> accepted(T value, String... warnings) {
		return new Answer.Accepted<>(value, List.of(warnings));
	}

	static <T> Answer<T> refused(int code, String reason, String message) {
		return new Answer.Refused<>(code, reason, message);
	}

	static <T> Answer<T> unavailable(String message) {
		return new Answer.Unavailable<>(message, null);
	}

	/** What was asked, in order. */
	List<String> calls() {
		return List.copyOf(calls);
	}

	/** How often something was asked whose words start so. */
	long calls(String start) {
		return calls.stream().filter(call -> call.startsWith(start)).count();
	}

	FakeWatch watch() {
		return watch;
	}

	void onWatch(Function<Run, ResourceWatch> answer) {
		watches = answer;
	}

	/** Answers creates so, one after the other. */
	@SafeVarargs
	final void onCreate(Answer<SeldonDeployment>... answers) {
		for (Answer<SeldonDeployment> answer : answers) {
			creates.add(() -> answer);
		}
	}

	void onCreate(Supplier<Answer<SeldonDeployment>> answer) {
		creates.add(answer);
	}

	@SafeVarargs
	final void onFindCreated(Answer<Optional<SeldonDeployment>>... answers) {
		for (Answer<Optional<SeldonDeployment>> answer : answers) {
			finds.add(() -> answer);
		}
	}

	/** Finds what a run created, by its mark, the next time that somebody looks. */
	void findsWhatItCreated() {
		onFindCreated(accepted(Optional.of(Sample.single().resource())));
	}

	/** Fails in a way that nobody expects, the next time that somebody looks. */
	void failsToFind() {
		finds.add(() -> {
			throw new IllegalStateException("unexpected");
		});
	}

	@SafeVarargs
	final void onScale(Answer<SeldonDeployment>... answers) {
		for (Answer<SeldonDeployment> answer : answers) {
			scales.add(() -> answer);
		}
	}

	void onScale(Supplier<Answer<SeldonDeployment>> answer) {
		scales.add(answer);
	}

	void onKeep(Answer<SeldonDeployment> answer) {
		keeps.add(() -> answer);
	}

	@SafeVarargs
	final void onDelete(Answer<Deleted>... answers) {
		for (Answer<Deleted> answer : answers) {
			deletes.add(() -> answer);
		}
	}

	void onDelete(Supplier<Answer<Deleted>> answer) {
		deletes.add(answer);
	}

	/** Accepts deletes, but what was deleted stays until the test lets it go. */
	void deletesSlowly() {
		onDelete(accepted(new Deleted()));
	}

	void onLog(Answer<String> answer) {
		log = answer;
	}

	@Override
	public Answer<String> log(String namespace, String pod, String container, boolean previous, int lines) {
		calls.add("log " + pod + "/" + container + (previous ? " previous" : ""));
		return log;
	}

	void onDryRun(Answer<SeldonDeployment> answer) {
		dryRun = answer;
	}

	@Override
	public ResourceWatch watch(Run run) {
		calls.add("watch");
		return watches.apply(run);
	}

	@Override
	public Answer<SeldonDeployment> create(Run run, Manifest manifest) {
		calls.add("create " + manifest.name());
		return next(creates, () -> accepted(Sample.of(manifest).resource()));
	}

	@Override
	public Answer<SeldonDeployment> dryRun(ResourceName name, Manifest manifest) {
		calls.add("dryRun " + manifest.name());
		return (dryRun != null) ? dryRun : accepted(Sample.of(manifest).resource());
	}

	@Override
	public Answer<Optional<SeldonDeployment>> findCreated(ResourceName name, RunId run) {
		calls.add("find " + name.name());
		return next(finds, () -> accepted(Optional.empty()));
	}

	void onHolder(Answer<NameHolder> answer) {
		holder = answer;
	}

	@Override
	public Answer<NameHolder> holder(ResourceName name) {
		return holder;
	}

	@Override
	public Answer<SeldonDeployment> scale(ResourceName name, Scaling scaling) {
		calls.add("scale " + name.name() + " " + scaling.sets());
		return next(scales, () -> accepted(Sample.single().generation(2).resource()));
	}

	@Override
	public Answer<SeldonDeployment> keep(RunSnapshot run, Instant until) {
		calls.add("keep " + run.request().resource().name() + " until " + until);
		return next(keeps, () -> accepted(Sample.single().resource()));
	}

	@Override
	public Answer<Deleted> delete(ResourceName name, String uid) {
		calls.add("delete " + name.name() + " " + uid);
		return next(deletes, () -> {
			watch.shows(Sample.gone());
			return accepted(new Deleted());
		});
	}

	private static <T> Answer<T> next(Deque<Supplier<Answer<T>>> told, Supplier<Answer<T>> untold) {
		Supplier<Answer<T>> next = told.poll();
		return ((next != null) ? next : untold).get();
	}

}
