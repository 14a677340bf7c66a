//! Keeping personal data out of `Debug`.

/// Implements `Debug` for types whose values must not appear in logs.
macro_rules! debug_without_personal_data {
    ($($name:ident),+ $(,)?) => {$(
        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(concat!(stringify!($name), " { … }"))
            }
        }
    )+};
}

pub(crate) use debug_without_personal_data;
