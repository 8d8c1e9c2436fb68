"""What must be true of the database of a dealer, whatever was killed when."""

# What must be true of the database whatever was killed when: name, and a question that answers with what is wrong.
INVARIANTS = {
    'orders with one number': """
        SELECT name, count(*) FROM aftersales_order GROUP BY company_id, name HAVING count(*) > 1""",
    'posted invoices with one number': """
        SELECT name, count(*) FROM account_move WHERE state = 'posted' GROUP BY company_id, journal_id, name
        HAVING count(*) > 1""",
    'invoices that do not balance': """
        SELECT move_id, sum(balance) FROM account_move_line WHERE parent_state = 'posted' GROUP BY move_id
        HAVING abs(sum(balance)) > 0.005""",
    'lines invoiced more than once': """
        SELECT id, quantity, qty_invoiced FROM aftersales_order_line WHERE qty_invoiced > quantity + 0.005 AND quantity > 0""",
    'technicians promised twice': """
        SELECT one.id, other.id FROM aftersales_allocation one JOIN aftersales_allocation other
            ON other.employee_id = one.employee_id AND other.id > one.id
           AND tsrange(one.start, one.stop) && tsrange(other.start, other.stop)""",
    'ledgers of claims that do not come to zero': """
        SELECT claim_id, sum(amount) FROM aftersales_claim_entry GROUP BY claim_id HAVING abs(sum(amount)) > 0.005""",
    'lines of work claimed twice': """
        SELECT line.source_line_id, count(*) FROM aftersales_claim_line line
          JOIN aftersales_claim claim ON claim.id = line.claim_id
         WHERE claim.state != 'withdrawn' AND line.source_line_id IS NOT NULL
         GROUP BY line.source_line_id HAVING count(DISTINCT claim.id) > 1""",
    'parts that were issued otherwise than their moves say': """
        SELECT line.id, line.qty_issued, moved.quantity
          FROM aftersales_order_line line
          JOIN (SELECT aftersales_line_id, sum(CASE WHEN to_place.usage = 'internal' THEN -quantity ELSE quantity END) quantity
                  FROM stock_move JOIN stock_location to_place ON to_place.id = location_dest_id
                 WHERE state = 'done' AND aftersales_line_id IS NOT NULL GROUP BY 1) moved ON moved.aftersales_line_id = line.id
         WHERE line.part_origin IS DISTINCT FROM 'customer' AND abs(line.qty_issued - moved.quantity) > 0.005""",
    'work of contracts redeemed more often than it was granted': """
        SELECT entitlement.id, entitlement.used, sum(move.quantity)
          FROM aftersales_contract_entitlement entitlement
          JOIN aftersales_contract_move move ON move.entitlement_id = entitlement.id AND move.kind = 'used'
         GROUP BY entitlement.id HAVING entitlement.used != sum(move.quantity)""",
    'jobs redeemed from a contract more than once': """
        SELECT job_id, count(*) FROM aftersales_contract_move WHERE kind = 'used' GROUP BY entitlement_id, job_id
        HAVING count(*) > 1""",
    'paid invoices with a rest': """
        SELECT id, amount_residual FROM account_move
         WHERE state = 'posted' AND payment_state = 'paid' AND abs(amount_residual) > 0.005""",
    'journals with a gap in the numbers of their invoices': """
        SELECT journal_id, sequence_prefix, max(sequence_number), count(*) FROM account_move
         WHERE state = 'posted' AND move_type IN ('out_invoice', 'out_refund') AND sequence_prefix IS NOT NULL
         GROUP BY 1, 2 HAVING max(sequence_number) - min(sequence_number) + 1 != count(*)""",
    'claims with a gap in their numbers': """
        SELECT company_id, left(name, 8), max(substring(name FROM '[0-9]+$')::int), count(*) FROM aftersales_claim
         WHERE name LIKE 'CLM/%' GROUP BY 1, 2 HAVING max(substring(name FROM '[0-9]+$')::int) != count(*)""",
    'customers called twice a day by themselves': """
        SELECT partner_id, contact_day, count(*) FROM aftersales_followup_contact
         WHERE medium = 'call' AND direction = 'out' AND is_agreed IS NOT TRUE
           AND invitation_id IS NULL AND complaint_id IS NULL
         GROUP BY 1, 2 HAVING count(*) > 1""",
    'steps of follow-up planned twice': """
        SELECT rule_id, order_id, anchor_date, count(*) FROM aftersales_followup
         WHERE order_id IS NOT NULL AND rule_id IS NOT NULL GROUP BY 1, 2, 3 HAVING count(*) > 1""",
    'customers asked twice about a visit': """
        SELECT order_id, trigger_id, count(*) FROM aftersales_survey_invitation
         WHERE order_id IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1""",
    'things that are due reminded of twice': """
        SELECT rule_id, vehicle_id, partner_id, due_date, count(*) FROM aftersales_reminder
         WHERE due_date IS NOT NULL GROUP BY rule_id, vehicle_id, partner_id, due_date, due_name HAVING count(*) > 1""",
    'figures of a month kept twice': """
        SELECT indicator_id, workshop_id, company_id, month, count(*) FROM aftersales_indicator_figure
         GROUP BY indicator_id, workshop_id, company_id, month, category HAVING count(*) > 1""",
    'notices sent that nobody finds': """
        SELECT id FROM aftersales_notice WHERE state = 'sent' AND date IS NULL""",
    'months of complaints with a gap in their numbers': """
        SELECT company_id, left(name, 4), max(substr(name, 5)::int), count(*) FROM aftersales_complaint
         WHERE name ~ '^[0-9]{6,}$' GROUP BY 1, 2 HAVING max(substr(name, 5)::int) != count(*)""",
}

# What must stay as it was, whatever is done meanwhile: what the shelves hold beyond what the moves brought there.
STANDING = {
    'stock that no move explains': """
        SELECT product_id, told.location_id, round(sum(quantity)::numeric, 3) FROM (
            SELECT product_id, location_id, quantity FROM stock_quant
             UNION ALL SELECT product_id, location_dest_id, -quantity_product_uom FROM stock_move_line WHERE state = 'done'
             UNION ALL SELECT product_id, location_id, quantity_product_uom FROM stock_move_line WHERE state = 'done') told
          JOIN stock_location place ON place.id = told.location_id AND place.usage = 'internal'
          JOIN product_product product ON product.id = product_id
          JOIN product_template template ON template.id = product.product_tmpl_id AND template.is_storable
         GROUP BY 1, 2 HAVING abs(sum(quantity)) > 0.0005 ORDER BY 1, 2""",
}


def note_standing(cluster):
    """To be handed to ``find_broken`` later."""
    return {title: cluster.ask(question) for title, question in STANDING.items()}


def find_broken(cluster, before=None):
    """Print how many rows break each of them; return a sentence for each that is broken."""
    broken = []
    for title, question in INVARIANTS.items():
        found = cluster.ask(question)
        print(f'{title}: {len(found)}')
        if found:
            broken.append(f'{title}: {found[:5]}')
    for title, rows in (before or {}).items():
        changed = set(cluster.ask(STANDING[title])) ^ set(rows)
        print(f'{title}: {len(changed)}')
        if changed:
            broken.append(f'{title}: {sorted(changed)[:5]}')
    return broken
