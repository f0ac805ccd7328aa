# syntax=docker/dockerfile:1
# docker build -t seldon-runs:0.1.0 .
# docker build -t seldon-runs:0.1.0 --build-arg JAR_FROM=target .      uses the one jar in target/

# "source" builds the jar, "target" copies it from target/.
ARG JAR_FROM

FROM eclipse-temurin:25-jdk AS jar-from-source
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
# Dependencies have a layer of their own, which is reused until pom.xml changes.
RUN ./mvnw -B -ntp -q dependency:go-offline
COPY src src
RUN ./mvnw -B -ntp -q package -Dmaven.test.skip=true \
    && mv target/seldon-runs-*.jar /seldon-runs.jar

FROM eclipse-temurin:25-jdk AS jar-from-target
COPY target/seldon-runs-*.jar /seldon-runs.jar

# The default is set here because some builders drop a stage that only the default of an ARG refers to.
# hadolint ignore=DL3006
FROM jar-from-${JAR_FROM:-source} AS extracted
RUN java -Djarmode=tools -jar /seldon-runs.jar extract --layers --destination /extracted

FROM eclipse-temurin:25-jre AS application
WORKDIR /application
# Layers that rarely change come first: most new versions share all but the last two.
COPY --from=extracted /extracted/dependencies/ ./
COPY --from=extracted /extracted/spring-boot-loader/ ./
COPY --from=extracted /extracted/snapshot-dependencies/ ./
COPY --from=extracted /extracted/application/ ./

# Starts the service once, without serving requests, to record the classes that it loads in an AOT cache. The cache is valid
# for this JVM, these jars and this garbage collector; with others, the JVM starts without it.
FROM application AS trained
RUN java -XX:+UseSerialGC -XX:AOTCacheOutput=/seldon-runs.aot -Dspring.context.exit=onRefresh -jar seldon-runs.jar \
    && chmod 444 /seldon-runs.aot

FROM application
COPY --from=trained /seldon-runs.aot ./
# A numeric user, so that Kubernetes can verify runAsNonRoot. It can write to /tmp only.
USER 10001:10001
EXPOSE 8080
ARG VERSION=0.1.0
ARG REVISION=
ARG CREATED=
LABEL org.opencontainers.image.title="seldon-runs" \
      org.opencontainers.image.description="Tests SeldonDeployments on a Kubernetes cluster: creates, scales and deletes them" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.base.name="eclipse-temurin:25-jre" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}"
# exec form: the JVM is process 1 and gets SIGTERM, upon which it deletes the resources of its runs. Add JVM options with
# JDK_JAVA_OPTIONS. To change the options below, which take precedence, override the container's command.
ENTRYPOINT ["java", "-XX:AOTCache=seldon-runs.aot", "-XX:+UseSerialGC", "-XX:MaxRAMPercentage=50", \
            "-XX:+ExitOnOutOfMemoryError", "-Djava.io.tmpdir=/tmp", "-jar", "seldon-runs.jar"]
