def migrate(cr, version):
    """What was closed in the last 13 months before costs were reckoned is reckoned by the next passes."""
    cr.execute("""
        UPDATE aftersales_order SET cost_due = TRUE
         WHERE state = 'delivered' AND delivered_date > now() AT TIME ZONE 'UTC' - interval '13 months'
               AND NOT EXISTS (SELECT FROM aftersales_order_cost cost WHERE cost.order_id = aftersales_order.id)
    """)
