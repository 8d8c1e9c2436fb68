"""Plates are written one way from now on, Chinese ones with the dot after the authority, and appointments are found by
one kept key. In SQL, as there may be millions; only what is written otherwise is touched."""

FOLDED = "upper(regexp_replace(regexp_replace(normalize(%s, NFKD), '[\u0300-\u036f]', '', 'g'), '[^[:alnum:] ]', '', 'g'))"
WHOLE = f"replace({FOLDED}, ' ', '')"
PLATE = r"^([\u4e00-\u9fff][A-Z])([A-Z0-9]{3,6}[\u4e00-\u9fff]?)$"
CODE = r"upper(regexp_replace(normalize(license_plate, NFKC), '[^[:alnum:]]', '', 'g'))"


def migrate(cr, version):
    for table in ('fleet_vehicle', 'aftersales_appointment', 'aftersales_booking_request'):
        cr.execute(rf"""
            UPDATE {table}
               SET license_plate = regexp_replace({CODE}, %(plate)s, '\1·\2')
             WHERE {CODE} ~ %(plate)s
               AND license_plate != regexp_replace({CODE}, %(plate)s, '\1·\2')
        """, {'plate': PLATE})
    # What a vehicle is called holds its plate.
    cr.execute("""
        UPDATE fleet_vehicle vehicle
           SET name = concat_ws('/', brand.name, model.name, COALESCE(NULLIF(vehicle.license_plate, ''), 'No Plate'))
          FROM fleet_vehicle_model model
          LEFT JOIN fleet_vehicle_model_brand brand ON brand.id = model.brand_id
         WHERE model.id = vehicle.model_id
           AND vehicle.license_plate LIKE '%·%'
           AND vehicle.name NOT LIKE '%' || vehicle.license_plate
    """)
    cr.execute("ALTER TABLE aftersales_appointment ADD COLUMN IF NOT EXISTS search_key varchar")
    whole = ['appointment.name', 'appointment.license_plate', 'appointment.phone', 'partner.phone']
    words = ['appointment.contact_name', 'partner.name']
    parts = [WHOLE % text for text in whole] + [FOLDED % text for text in words] + ['vehicle.search_key']
    cr.execute(f"""
        UPDATE aftersales_appointment
           SET search_key = found.key
          FROM (SELECT appointment.id, ' ' || regexp_replace(concat_ws(' ', {', '.join(parts)}), ' +', ' ', 'g') AS key
                  FROM aftersales_appointment appointment
             LEFT JOIN fleet_vehicle vehicle ON vehicle.id = appointment.vehicle_id
             LEFT JOIN res_partner partner ON partner.id = appointment.partner_id) found
         WHERE found.id = aftersales_appointment.id
    """)
