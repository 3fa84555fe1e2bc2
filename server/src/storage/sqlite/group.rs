//! Group commit: pushes that wait at the same moment share one flush of the disk.

use std::sync::Arc;

use domain::sync::exchange::PushResult;
use sqlx::{Connection, SqliteConnection};
use tokio::sync::{Mutex, mpsc, oneshot};

use super::statements;
use crate::storage::exchange::Push;
use crate::storage::retry::Attempts;
use crate::storage::{Result, StorageError};

/// Pushes of one commit: more would make the first of them wait too long.
const MOST: usize = 64;

type Answer = Result<Option<Vec<PushResult>>>;

pub struct Job {
    pub push: Push,
    pub answer: oneshot::Sender<Answer>,
}

/// Starts the task that commits pushes; it ends when every sender is gone.
pub fn spawn(writer: Arc<Mutex<SqliteConnection>>) -> mpsc::Sender<Job> {
    let (pushes, mut waiting) = mpsc::channel::<Job>(MOST);
    tokio::spawn(async move {
        while let Some(first) = waiting.recv().await {
            let mut group = vec![first];
            while group.len() < MOST
                && let Ok(next) = waiting.try_recv()
            {
                group.push(next);
            }
            commit(&mut *writer.lock().await, group).await;
        }
    });
    pushes
}

async fn commit(writer: &mut SqliteConnection, group: Vec<Job>) {
    let mut attempts = Attempts::on_sqlite();
    let outcome = loop {
        match write(writer, &group).await {
            Ok(answers) => break Ok(answers),
            Err(error) => {
                if let Err(error) = attempts.again(error).await {
                    break Err(Arc::new(error));
                }
            }
        }
    };
    // Whoever gave up waiting sends the push again and hears the stored outcome.
    match outcome {
        Ok(answers) => group.into_iter().zip(answers).for_each(|(job, answer)| drop(job.answer.send(answer))),
        Err(error) => group.into_iter().for_each(|job| {
            let shared = StorageError::SharedCommit(Arc::clone(&error));
            drop(job.answer.send(Err(shared)));
        }),
    }
}

/// One transaction for all; a push that fails takes back only what it wrote itself.
async fn write(writer: &mut SqliteConnection, group: &[Job]) -> Result<Vec<Answer>> {
    let mut transaction = writer.begin_with("BEGIN IMMEDIATE").await?;
    let mut answers = Vec::with_capacity(group.len());
    for job in group {
        let mut savepoint = transaction.begin().await?;
        let answer = statements::push(&mut savepoint, &job.push).await;
        match answer {
            Ok(_) => savepoint.commit().await?,
            Err(_) => savepoint.rollback().await?,
        }
        answers.push(answer);
    }
    transaction.commit().await?;
    Ok(answers)
}
