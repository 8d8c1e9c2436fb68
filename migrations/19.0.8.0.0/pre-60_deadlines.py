from odoo.tools.sql import column_exists


def migrate(cr, version):
    """Whoever was told of a late enquiry is not told again: the stamp has the name that all documents with deadlines share."""
    if column_exists(cr, 'aftersales_enquiry', 'escalation_date') and not column_exists(cr, 'aftersales_enquiry', 'urged_date'):
        cr.execute("ALTER TABLE aftersales_enquiry RENAME COLUMN escalation_date TO urged_date")
        cr.execute("DROP INDEX IF EXISTS aftersales_enquiry__to_escalate_idx")
    # Those of the past are nobody's surprise any more: only what is late from now on is told in steps.
    for table in ('aftersales_rescue', 'aftersales_enquiry'):
        if column_exists(cr, table, 'urged_date') and not column_exists(cr, table, 'late_level'):
            cr.execute(f"ALTER TABLE {table} ADD COLUMN late_level integer")
            cr.execute(f"UPDATE {table} SET late_level = 3 WHERE urged_date IS NOT NULL")
    # The action that told of late enquiries tells of all that is late from now on, see post-60.
    for suffix in ('', '_ir_actions_server'):
        cr.execute("""
            UPDATE ir_model_data SET name = %s
             WHERE module = 'aftersales' AND name = %s
               AND NOT EXISTS (SELECT 1 FROM ir_model_data WHERE module = 'aftersales' AND name = %s)
        """, [f'cron_escalate_deadlines{suffix}', f'cron_escalate_enquiries{suffix}', f'cron_escalate_deadlines{suffix}'])
