package org.seldonruns.run;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map that keeps only the entries that were read or written last, the least recent
 * first. Not safe for use by several threads.
 *
 * @param <K> the type of the keys
 * @param <V> the type of the values
 */
public final class BoundedMap<K, V> extends LinkedHashMap<K, V> {

	private static final long serialVersionUID = 1L;

	private final int maxSize;

	/**
	 * Creates an empty map.
	 * @param maxSize the most entries that the map keeps
	 */
	public BoundedMap(int maxSize) {
		super(16, 0.75f, true);
		this.maxSize = maxSize;
	}

	@Override
	protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
		return size() > maxSize;
	}

}
