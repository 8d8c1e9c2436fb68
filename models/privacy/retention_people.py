"""Whose name may go by the table of terms: customers whom no record that is still kept names."""
from odoo.tools import SQL

# kind of the table -> (table, column of the person, when it is from); what is open holds, however old.
HOLDS = {
    'work': ('aftersales_order', 'partner_id', 'COALESCE(held.delivered_date, held.create_date)',
             "held.state NOT IN ('delivered', 'cancelled')"),
    'invoice': ('account_move', 'partner_id', 'COALESCE(held.invoice_date, held.date)',
                "held.state = 'draft' OR held.state = 'posted' AND held.payment_state IN ('not_paid', 'partial')"),
    'recall': ('aftersales_recall_telling', 'partner_id', 'held.date', 'FALSE'),
    'complaint': ('aftersales_complaint', 'partner_id', 'held.create_date', 'held.closed_date IS NULL'),
    'contract': ('aftersales_contract', 'partner_id', 'COALESCE(held.end_date, held.create_date)',
                 "held.state IN ('invoiced', 'active', 'suspended')"),
    'enquiry': ('aftersales_enquiry', 'partner_id', 'held.date', "held.state NOT IN ('answered', 'cancelled')"),
    'appointment': ('aftersales_appointment', 'partner_id', 'held.start', "held.state IN ('draft', 'booked', 'confirmed')"),
    'rescue': ('aftersales_rescue', 'partner_id', 'held.call_date', 'FALSE'),
    'loan': ('aftersales_loan', 'partner_id', 'held.create_date', "held.state NOT IN ('settled', 'cancelled')"),
}
# By what somebody is a customer of the house.
CUSTOMER_OF = (
    ('aftersales_order', 'partner_id'), ('aftersales_enquiry', 'partner_id'), ('aftersales_appointment', 'partner_id'),
    ('aftersales_rescue', 'partner_id'), ('fleet_vehicle', 'owner_id'))


def get_hold(kind, limit):
    """SQL: whether a record of ``kind`` from ``limit`` on, or an open one, names the person ``p``."""
    table, column, date, is_open = HOLDS[kind]
    return SQL(
        "EXISTS (SELECT FROM %s held WHERE held.%s = p.id AND (%s >= %s OR %s))",
        SQL.identifier(table), SQL.identifier(column), SQL(date), limit, SQL(f'({is_open})'))


def get_people(company, limit, where, columns=None, most=None):
    """SQL: customers of the company that are known since before ``limit``, are none of ours, and fulfil ``where``."""
    return SQL(
        """
        SELECT %(columns)s FROM res_partner p
         WHERE p.is_company IS NOT TRUE AND p.parent_id IS NULL AND p.aftersales_anonymised_date IS NULL
               AND p.create_date < %(limit)s AND (p.company_id IS NULL OR p.company_id = %(company)s)
               AND NOT EXISTS (SELECT FROM res_users u WHERE u.partner_id = p.id AND u.share IS NOT TRUE)
               AND NOT EXISTS (SELECT FROM hr_employee e WHERE e.work_contact_id = p.id)
               AND (%(customers)s) AND %(where)s %(most)s
        """,
        columns=columns or SQL("p.id"), limit=limit, company=company.id, where=where,
        most=SQL("ORDER BY p.id LIMIT %s", most) if most else SQL(),
        customers=SQL(" OR ").join(
            SQL("EXISTS (SELECT FROM %s c WHERE c.%s = p.id)", SQL.identifier(table), SQL.identifier(column))
            for table, column in CUSTOMER_OF))
