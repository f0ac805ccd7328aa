# syntax=docker/dockerfile:1
FROM eclipse-temurin:25-jdk AS build
WORKDIR /build
COPY .mvn .mvn
COPY mvnw pom.xml ./
# The dependencies have a layer of their own, which stays as long as pom.xml does.
RUN ./mvnw -B -ntp -q dependency:go-offline
COPY src src
RUN ./mvnw -B -ntp -q package -DskipTests \
    && java -Djarmode=tools -jar target/seldon-runs-*.jar extract --layers --launcher --destination target/extracted

FROM eclipse-temurin:25-jre
LABEL org.opencontainers.image.title="seldon-runs" \
      org.opencontainers.image.description="Rehearses the whole life of a SeldonDeployment on a real cluster" \
      org.opencontainers.image.licenses="Apache-2.0"
WORKDIR /application
COPY --from=build /build/target/extracted/dependencies/ ./
COPY --from=build /build/target/extracted/spring-boot-loader/ ./
COPY --from=build /build/target/extracted/snapshot-dependencies/ ./
COPY --from=build /build/target/extracted/application/ ./
USER 10001:10001
EXPOSE 8080
# Reached from outside only where the port is published.
ENV SERVER_ADDRESS=0.0.0.0
# exec form: SIGTERM reaches the JVM, which then removes what its runs created.
ENTRYPOINT ["java", "-XX:MaxRAMPercentage=75", "org.springframework.boot.loader.launch.JarLauncher"]
