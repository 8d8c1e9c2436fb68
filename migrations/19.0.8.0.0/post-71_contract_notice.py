def migrate(cr, version):
    """Whoever sold contracts without notices decides himself when customers are first written to."""
    cr.execute("UPDATE res_company SET aftersales_contract_notice = FALSE")
