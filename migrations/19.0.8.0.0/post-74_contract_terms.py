"""What was sold before keeps what its type says now, whoever edits the type from here on."""


def migrate(cr, version):
    cr.execute("""
        UPDATE aftersales_contract AS contract
           SET term_start = kind.start, term_months = kind.months, term_distance = kind.distance, term_refund = kind.refund
          FROM aftersales_contract_type AS kind
         WHERE kind.id = contract.type_id AND contract.state != 'draft' AND contract.term_months IS NULL
    """)
