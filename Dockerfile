# syntax=docker/dockerfile:1
# docker build -t seldon-runs:0.1.0 .
# docker build -t seldon-runs:0.1.0 --build-arg JAR_FROM=target .      takes the one jar that is in target/ already

# Where the jar comes from: "source" builds it, "target" takes what was built before.
ARG JAR_FROM

FROM eclipse-temurin:25-jdk AS jar-from-source
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
# The dependencies have a layer of their own, which stays as long as pom.xml does.
RUN ./mvnw -B -ntp -q dependency:go-offline
COPY src src
RUN ./mvnw -B -ntp -q package -Dmaven.test.skip=true \
    && mv target/seldon-runs-*.jar /seldon-runs.jar

FROM eclipse-temurin:25-jdk AS jar-from-target
COPY target/seldon-runs-*.jar /seldon-runs.jar

# The default stands here, since some builders leave a stage out that only the default of an ARG leads to.
# hadolint ignore=DL3006
FROM jar-from-${JAR_FROM:-source} AS extracted
RUN java -Djarmode=tools -jar /seldon-runs.jar extract --layers --destination /extracted

FROM eclipse-temurin:25-jre AS application
WORKDIR /application
# What changes seldom comes first: most new versions share all layers but the last two.
COPY --from=extracted /extracted/dependencies/ ./
COPY --from=extracted /extracted/spring-boot-loader/ ./
COPY --from=extracted /extracted/snapshot-dependencies/ ./
COPY --from=extracted /extracted/application/ ./

# A start that ends before anything is served teaches the JVM which classes the next ones want. The cache holds for this
# JVM, these jars and this garbage collector only; where any of them differs, the JVM starts without it.
FROM application AS trained
RUN java -XX:+UseSerialGC -XX:AOTCacheOutput=/seldon-runs.aot -Dspring.context.exit=onRefresh -jar seldon-runs.jar \
    && chmod 444 /seldon-runs.aot

FROM application
COPY --from=trained /seldon-runs.aot ./
# Of nobody, and by number, so that Kubernetes can see that it is not root. It can write to /tmp only, and needs no more.
USER 10001:10001
EXPOSE 8080
ARG VERSION=0.1.0
ARG REVISION=
ARG CREATED=
LABEL org.opencontainers.image.title="seldon-runs" \
      org.opencontainers.image.description="Rehearses the whole life of a SeldonDeployment on a real cluster" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="eclipse-temurin:25-jre" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"
# exec form: the JVM is process 1, SIGTERM reaches it, and it then removes what its runs created. Whoever wants other
# options sets JDK_JAVA_OPTIONS, or for those below, which come last and win, the container's command.
ENTRYPOINT ["java", "-XX:AOTCache=seldon-runs.aot", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=50", \
            "-XX:+ExitOnOutOfMemoryError", "-Djava.io.tmpdir=/tmp", "-jar", "seldon-runs.jar"]
