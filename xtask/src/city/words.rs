//! The enumerations of the data schema: one Rust type per `type` of `data.aturan`, in its order.

/// A type whose values are the words of one enumeration.
pub(crate) trait Word: Copy {
    /// The words in the order of the policy.
    const WORDS: &'static [&'static str];

    /// The word that the file holds for this value.
    fn word(self) -> &'static str;
}

// A macro, since a function cannot declare a type.
macro_rules! word_types {
    ($($name:ident $type:literal { $($variant:ident $word:literal),+ })+) => {
        $(
            #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
            pub(crate) enum $name { $($variant),+ }

            impl Word for $name {
                const WORDS: &'static [&'static str] = &[$($word),+];

                fn word(self) -> &'static str {
                    Self::WORDS[self as usize]
                }
            }
        )+

        /// Every enumeration with its words, to hold it against the policy's text.
        #[cfg(test)]
        pub(crate) const ALL: &[(&str, &[&str])] = &[$(($type, $name::WORDS)),+];
    };
}

word_types! {
    Sex "sex" { Male "male", Female "female" }
    Relation "relation" {
        Head "head", Spouse "spouse", Child "child", InLaw "in_law", Grandchild "grandchild",
        Parent "parent", Servant "servant", Other "other"
    }
    Marital "marital" {
        Single "single", Married "married", Divorced "divorced", Widowed "widowed"
    }
    Presence "presence" {
        Present "present", Died "died", Moved "moved", Abroad "abroad", NewMember "new_member",
        NotFound "not_found"
    }
    Attendance "attendance" { Never "never", Attending "attending", NoLonger "no_longer" }
    SchoolLevel "school_level" {
        None "none", Sd "sd", Smp "smp", Sma "sma", Higher "higher"
    }
    JobStatus "job_status" {
        None "none", OwnAccount "own_account", WithHelpers "with_helpers", Employee "employee",
        CivilServant "civil_servant", CasualFarm "casual_farm", CasualOther "casual_other",
        UnpaidFamily "unpaid_family"
    }
    JobSector "job_sector" {
        None "none", Farming "farming", Fishery "fishery", Plantation "plantation",
        Mining "mining", Construction "construction", Trade "trade", Services "services",
        Government "government"
    }
    Difficulty "difficulty" { Cannot "cannot", Much "much", Little "little", None "none" }
    Nutrition "nutrition" {
        Wasting "wasting", Stunting "stunting", NoRecord "no_record", Normal "normal"
    }
    HealthCover "health_cover" {
        None "none", Pbi "pbi", SelfPaid "self_paid", Employer "employer", Other "other"
    }
    HomeStatus "home_status" {
        Own "own", Rent "rent", RentFree "rent_free", Official "official", Other "other",
        None "none"
    }
    Floor "floor" {
        Marble "marble", Ceramic "ceramic", Parquet "parquet", Tile "tile", Wood "wood",
        Cement "cement", Bamboo "bamboo", Earth "earth", Other "other"
    }
    Wall "wall" {
        Brick "brick", Plastered "plastered", Wood "wood", Woven "woven", Log "log",
        Bamboo "bamboo", Other "other"
    }
    Water "water" {
        Bottled "bottled", Refill "refill", Piped "piped", Borehole "borehole",
        ProtectedWell "protected_well", UnprotectedWell "unprotected_well",
        ProtectedSpring "protected_spring", UnprotectedSpring "unprotected_spring",
        Surface "surface", Rain "rain", Other "other"
    }
    Lighting "lighting" {
        PlnMetered "pln_metered", PlnUnmetered "pln_unmetered", NonPln "non_pln",
        NotElectric "not_electric"
    }
    Power "power" {
        None "none", Va450 "va450", Va900 "va900", Va1300 "va1300", Va2200 "va2200",
        Above "above"
    }
    Fuel "fuel" {
        Electric "electric", Lpg5 "lpg_5", Lpg12 "lpg_12", Lpg3 "lpg_3", CityGas "city_gas",
        Biogas "biogas", Kerosene "kerosene", Briquette "briquette", Charcoal "charcoal",
        Firewood "firewood", Other "other", NoCooking "no_cooking"
    }
    Toilet "toilet" {
        Own "own", Shared "shared", Communal "communal", Public "public", Unused "unused",
        None "none"
    }
    Interview "interview" {
        Complete "complete", Incomplete "incomplete", NoRespondent "no_respondent",
        Refused "refused", Moved "moved"
    }
    Livelihood "livelihood" {
        Fishery "fishery", Farming "farming", Crafts "crafts", Trade "trade",
        Services "services", Tourism "tourism"
    }
}
