"""What was used before keeps the account its program's terms name now, whoever edits them from here on."""


def migrate(cr, version):
    """A branch has its company's terms unless it has its own: the nearest ones decide, whether they name an account or not."""
    cr.execute("""
        UPDATE aftersales_benefit AS benefit
           SET bearer_account_id = nearest.bearer_account_id
          FROM (SELECT DISTINCT ON (used.id) used.id, terms.bearer_account_id
                  FROM aftersales_benefit AS used
                  JOIN res_company AS company ON company.id = used.company_id
                  JOIN aftersales_coupon_terms AS terms ON terms.coupon_program = used.program_key::text AND terms.active
                  JOIN res_company AS house ON house.id = terms.company_id
                       AND starts_with(company.parent_path, house.parent_path)
                 WHERE used.bearer_account_id IS NULL
              ORDER BY used.id, LENGTH(house.parent_path) DESC, terms.id) AS nearest
         WHERE nearest.id = benefit.id AND nearest.bearer_account_id IS NOT NULL
    """)
