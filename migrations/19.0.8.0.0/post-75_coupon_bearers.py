"""What was used before keeps the account its program's terms name now, whoever edits them from here on."""


def migrate(cr, version):
    cr.execute("""
        UPDATE aftersales_benefit AS benefit
           SET bearer_account_id = terms.bearer_account_id
          FROM aftersales_coupon_terms AS terms
          JOIN res_company AS house ON house.id = terms.company_id
         WHERE terms.coupon_program = benefit.program_key::text AND terms.active AND terms.bearer_account_id IS NOT NULL
           AND benefit.bearer_account_id IS NULL AND EXISTS (
                   SELECT FROM res_company AS company
                    WHERE company.id = benefit.company_id AND starts_with(company.parent_path, house.parent_path))
    """)
