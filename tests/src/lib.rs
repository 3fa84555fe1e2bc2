//! A server with people at it, over real HTTP, for whatever proves or measures the whole. It knows no screen;
//! the journeys in a browser are in specs/.

pub mod office;
