"""One issue of parts an order, with the parts of its first job."""
from .order import get_partner

TABLES = ['stock_picking', 'stock_move', 'stock_move_line']


def build(scale):
    picking = scale.one("SELECT id FROM stock_picking WHERE aftersales_order_id = %s AND state = 'done' ORDER BY id LIMIT 1",
                        [scale.ids['order']])
    move = scale.one("SELECT id FROM stock_move WHERE picking_id = %s AND state = 'done' ORDER BY id LIMIT 1", [picking])
    done = f"CASE WHEN n <= {scale.closed} THEN 'done' ELSE (ARRAY['assigned','confirmed','done'])[1 + {scale.rand('n', 3, 60)}] END"
    date = scale.at('n', '1 hours')
    scale.insert(
        'stock_picking', scale.orders, picking, name="'S/PI/' || lpad(n::text, 8, '0')", state=done, scheduled_date=date,
        date_done=f"CASE WHEN {done} = 'done' THEN {date} END", aftersales_order_id=f"{scale.first('aftersales_order')} + n",
        partner_id=get_partner(scale), backorder_id='NULL', return_id='NULL', date_deadline=date,
        origin="'RO/S/' || lpad(n::text, 8, '0')")
    line = f"{scale.first('aftersales_order_line')} + ((n - 1) * 3 / 2) * 2 + 1"
    scale.insert(
        'stock_move', scale.orders, move, picking_id=f"{scale.first('stock_picking')} + n", state=done, date=date,
        aftersales_line_id=line, origin_returned_move_id='NULL', purchase_line_id='NULL', account_move_id='NULL',
        write_date=date, picked=f"{done} = 'done'", quantity=f"CASE WHEN {done} = 'confirmed' THEN 0 ELSE 1 END", product_qty='1', product_uom_qty='1')
    scale.insert(
        'stock_move_line', scale.closed, scale.one('SELECT id FROM stock_move_line WHERE move_id = %s ORDER BY id LIMIT 1', [move]),
        picking_id=f"{scale.first('stock_picking')} + n", move_id=f"{scale.first('stock_move')} + n", date=date, write_date=date, lot_id='NULL')
