def migrate(cr, version):
    """Nobody's day is changed by an upgrade: contracts of types that are sold already wait for their first use as before, and
    cars at which nobody works are told of once the hours are entered in the settings."""
    cr.execute("UPDATE aftersales_contract_type SET start_months = 0")
    cr.execute("UPDATE res_company SET aftersales_idle_hours = 0")
