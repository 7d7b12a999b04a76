//! A test addon written with the crate `napi`, unmodified: functions, a class,
//! a promise from a future, a task on the pool, a thread-safe function, errors.
//! The conformance script is `tests/conformance/napi_rs.js`.
#![allow(
    missing_docs,
    clippy::needless_pass_by_value,
    clippy::must_use_candidate,
    clippy::missing_errors_doc,
    reason = "the signatures are what the derive macro turns into JavaScript; nothing is called from Rust"
)]

use napi::bindgen_prelude::*;
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi_derive::napi;

#[napi]
pub fn add(a: i32, b: i32) -> i32 {
    a + b
}

#[napi]
pub fn reverse(text: String) -> String {
    text.chars().rev().collect()
}

#[napi]
pub fn checked_divide(a: f64, b: f64) -> Result<f64> {
    if b == 0.0 {
        return Err(Error::new(Status::InvalidArg, "division by zero"));
    }
    Ok(a / b)
}

#[napi(object)]
pub struct Point {
    pub x: f64,
    pub y: Option<f64>,
}

#[napi]
pub fn mirror(point: Point) -> Point {
    Point {
        x: -point.x,
        y: point.y.map(|y| -y),
    }
}

#[napi]
pub fn checksum(data: Buffer) -> u32 {
    data.iter().map(|byte| u32::from(*byte)).sum()
}

#[napi]
pub fn call_with(callback: Function<'_, u32, u32>, number: u32) -> Result<u32> {
    callback.call(number)
}

#[napi]
pub async fn double_later(number: u32) -> Result<u32> {
    std::future::ready(()).await;
    Ok(number * 2)
}

pub struct Square(u32);

impl Task for Square {
    type Output = u32;
    type JsValue = u32;

    fn compute(&mut self) -> Result<Self::Output> {
        Ok(self.0 * self.0)
    }

    fn resolve(&mut self, _env: Env, output: Self::Output) -> Result<Self::JsValue> {
        Ok(output)
    }
}

#[napi]
pub fn square_later(number: u32) -> AsyncTask<Square> {
    AsyncTask::new(Square(number))
}

#[napi]
pub fn count_from_thread(times: u32, callback: ThreadsafeFunction<u32, (), u32, Status, false>) {
    std::thread::spawn(move || {
        for number in 0..times {
            callback.call(number, ThreadsafeFunctionCallMode::Blocking);
        }
    });
}

#[napi]
pub struct Account {
    balance: i64,
}

#[napi]
impl Account {
    #[napi(constructor)]
    pub fn new(balance: Option<i64>) -> Self {
        Self {
            balance: balance.unwrap_or(0),
        }
    }

    #[napi(factory)]
    pub fn rich() -> Self {
        Self { balance: 1_000_000 }
    }

    #[napi]
    pub fn deposit(&mut self, amount: i64) -> i64 {
        self.balance += amount;
        self.balance
    }

    #[napi(getter)]
    pub fn balance(&self) -> i64 {
        self.balance
    }
}
