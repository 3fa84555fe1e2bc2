//! A database of its own on the cluster that SKC_TEST_POSTGRES names.

use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, PgConnection};
use uuid::Uuid;

pub struct Fresh {
    pub url: String,
    name: String,
    cluster: PgConnectOptions,
}

pub async fn fresh_database() -> Fresh {
    let Ok(cluster) = std::env::var("SKC_TEST_POSTGRES") else {
        panic!(
            "SKC_TEST_POSTGRES is not set: these tests need a real PostgreSQL. `cargo xtask test` starts a \
             throw-away cluster and sets it; by hand: SKC_TEST_POSTGRES=postgres://app@127.0.0.1:5432/postgres"
        );
    };
    let cluster: PgConnectOptions = cluster.parse().unwrap();
    let name = format!("skc_{}", Uuid::now_v7().simple());
    let url = cluster.clone().database(&name).to_url_lossy().to_string();
    let fresh = Fresh { url, name, cluster };
    fresh.on_the_cluster(format!("CREATE DATABASE {}", fresh.name)).await;
    fresh
}

impl Fresh {
    pub async fn drop(self) {
        self.on_the_cluster(format!("DROP DATABASE {} WITH (FORCE)", self.name)).await;
    }

    async fn on_the_cluster(&self, statement: String) {
        let mut connection = PgConnection::connect_with(&self.cluster).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    }
}
