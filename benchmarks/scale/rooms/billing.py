"""One posted invoice an order that left."""
from .order import get_partner
from .vehicle import get_vehicle

TABLES = ['account_move', 'account_move_line', 'aftersales_line_invoice_rel']


def build(scale):
    move = scale.one('''
        SELECT line.move_id FROM aftersales_line_invoice_rel link
          JOIN account_move_line line ON line.id = link.invoice_line_id
          JOIN aftersales_order_line sold ON sold.id = link.order_line_id
         WHERE sold.order_id = %s ORDER BY 1 LIMIT 1''', [scale.ids['order']])
    paid = f"{scale.rand('n', 100, 44)} > 0"
    partner, date = get_partner(scale), f"({scale.at('n', '6 hours')})::date"
    scale.insert(
        'account_move', scale.closed, move, name="'INV/S/' || lpad(n::text, 8, '0')", sequence_prefix="'INV/S/'", sequence_number='n',
        partner_id=partner, commercial_partner_id=partner, partner_shipping_id=partner, date=date, invoice_date=date,
        invoice_date_due=date, access_token='NULL', payment_reference="'INV/S/' || n", create_date=scale.at('n', '6 hours'),
        payment_state=f"CASE WHEN {paid} THEN 'paid' ELSE 'not_paid' END",
        amount_residual=f"CASE WHEN {paid} THEN 0 ELSE 100 END")
    for kind, shift in (('product', 0), ('payment_term', scale.closed)):
        pattern = scale.one(
            "SELECT id FROM account_move_line WHERE move_id = %s AND display_type = %s ORDER BY id LIMIT 1", [move, kind])
        scale.insert(
            'account_move_line', scale.closed, pattern, id=f"{scale.first('account_move_line')} + {shift} + n",
            move_id=f"{scale.first('account_move')} + n", partner_id=partner, date=date, invoice_date=date, date_maturity=date,
            full_reconcile_id='NULL', matching_number='NULL', move_name="'INV/S/' || lpad(n::text, 8, '0')", cogs_origin_id='NULL',
            vehicle_id=get_vehicle(scale) if kind == 'product' else 'NULL', reconciled=paid if shift else 'false',
            amount_residual=f"CASE WHEN {paid} THEN 0 ELSE 100 END" if shift else '0')
    # The first part of each order's first job.
    scale.run(f'''
        INSERT INTO aftersales_line_invoice_rel (order_line_id, invoice_line_id)
             SELECT {scale.first('aftersales_order_line')} + ((o - 1) * 3 / 2) * 2 + 1, {scale.first('account_move_line')} + o
               FROM generate_series(1, {scale.closed}) o''')
