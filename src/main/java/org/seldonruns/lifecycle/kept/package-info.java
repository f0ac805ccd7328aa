/**
 * Keeps the resources of failed runs for a limited time and deletes resources that
 * finished runs left behind.
 */
@NullMarked
package org.seldonruns.lifecycle.kept;

import org.jspecify.annotations.NullMarked;
