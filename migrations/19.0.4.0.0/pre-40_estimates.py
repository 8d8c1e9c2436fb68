"""Estimates get a last day. Those that are there already are not all cancelled in the first night: they hold as long
as if they were made today; of all other orders none is computed."""


def migrate(cr, version):
    cr.execute("ALTER TABLE aftersales_order ADD COLUMN IF NOT EXISTS valid_until date")
    cr.execute("""
        UPDATE aftersales_order estimate
           SET valid_until = CURRENT_DATE + company.aftersales_estimate_validity_days
          FROM res_company company
         WHERE company.id = estimate.company_id AND estimate.state = 'draft' AND estimate.valid_until IS NULL
           AND company.aftersales_estimate_validity_days > 0
    """)
