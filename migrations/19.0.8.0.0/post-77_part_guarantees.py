def migrate(cr, version):
    """What was sold at the counter before carries the guarantee that its part has, from the day it was handed over."""
    cr.execute("""
        UPDATE aftersales_counter_sale_line line
           SET guarantee_km = part.aftersales_guarantee_km,
               guarantee_until = CASE WHEN part.aftersales_guarantee_months > 0 THEN
                   (sale.moved_date + make_interval(months => part.aftersales_guarantee_months))::date END
          FROM aftersales_counter_sale sale, product_product product, product_template part
         WHERE sale.id = line.sale_id AND product.id = line.product_id AND part.id = product.product_tmpl_id
               AND sale.moved_date IS NOT NULL AND line.guarantee_until IS NULL
               AND (part.aftersales_guarantee_months > 0 OR part.aftersales_guarantee_km > 0)
    """)
