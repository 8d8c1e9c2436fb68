def migrate(cr, version):
    """Parts that stock was asked for and does not have are waited for since then: their arrival is told, too."""
    cr.execute("""
        UPDATE aftersales_order_line line
           SET parts_awaited_since = waiting.since
          FROM (
            SELECT aftersales_line_id, min(create_date) AS since
              FROM stock_move
             WHERE aftersales_line_id IS NOT NULL AND state IN ('waiting', 'confirmed', 'partially_available')
             GROUP BY aftersales_line_id
          ) waiting
         WHERE waiting.aftersales_line_id = line.id AND line.parts_awaited_since IS NULL
    """)
