"""What orders are found by and whether a customer's file is complete are kept now: filled in SQL, as there may be millions."""

FOLDED = "upper(regexp_replace(regexp_replace(normalize(%s, NFKD), '[\u0300-\u036f]', '', 'g'), '[^[:alnum:] ]', '', 'g'))"
WHOLE = f"replace({FOLDED}, ' ', '')"


def migrate(cr, version):
    cr.execute("""
        ALTER TABLE aftersales_order ADD COLUMN IF NOT EXISTS search_key varchar;
        ALTER TABLE fleet_vehicle ADD COLUMN IF NOT EXISTS first_visit_date timestamp;
        ALTER TABLE fleet_vehicle ADD COLUMN IF NOT EXISTS is_file_incomplete boolean;
    """)
    cr.execute("""
        ALTER TABLE aftersales_job ADD COLUMN IF NOT EXISTS is_dropped boolean;
        UPDATE aftersales_job SET is_dropped = (state = 'cancelled');
        ALTER TABLE aftersales_order ADD COLUMN IF NOT EXISTS invoices_paid varchar;
        UPDATE aftersales_order
           SET invoices_paid = CASE payment_state WHEN 'paid' THEN 'all' WHEN 'in_payment' THEN 'in_payment' ELSE 'none' END
         WHERE payment_state IS DISTINCT FROM 'partial';
    """)
    # The key of the customer's page is made with the document now.
    for table in ('aftersales_order', 'aftersales_appointment'):
        cr.execute(f"UPDATE {table} SET access_token = gen_random_uuid() WHERE access_token IS NULL")
    # Plate, VIN and the customer's name at receipt stand on the order since 19.0.3.
    head = [name for name in ('license_plate', 'vin') if has_column(cr, name)]
    whole = ['o.name', *(f'o.{name}' for name in head), 'partner.phone']
    words = [*(['o.customer_name'] if has_column(cr, 'customer_name') else []), 'partner.name']
    parts = [WHOLE % text for text in whole] + [FOLDED % text for text in words] + ['vehicle.search_key']
    cr.execute(f"""
        UPDATE aftersales_order
           SET search_key = found.key
          FROM (SELECT o.id, ' ' || regexp_replace(concat_ws(' ', {', '.join(parts)}), ' +', ' ', 'g') AS key
                  FROM aftersales_order o
                  JOIN fleet_vehicle vehicle ON vehicle.id = o.vehicle_id
                  JOIN res_partner partner ON partner.id = o.partner_id) found
         WHERE found.id = aftersales_order.id
    """)
    cr.execute("""
        UPDATE fleet_vehicle
           SET first_visit_date = visit.first
          FROM (SELECT vehicle_id, min(received_date) AS first FROM aftersales_order GROUP BY vehicle_id) visit
         WHERE visit.vehicle_id = fleet_vehicle.id
    """)


def has_column(cr, name):
    cr.execute("SELECT 1 FROM information_schema.columns WHERE table_name = 'aftersales_order' AND column_name = %s", [name])
    return bool(cr.fetchone())
