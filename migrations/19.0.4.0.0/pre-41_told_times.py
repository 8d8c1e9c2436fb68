"""What customers of coming appointments know already, so that a time moved and moved back is no news to them."""


def migrate(cr, version):
    cr.execute("ALTER TABLE aftersales_appointment ADD COLUMN IF NOT EXISTS told_start timestamp")
    cr.execute("ALTER TABLE aftersales_appointment ADD COLUMN IF NOT EXISTS told_workshop_id integer")
    cr.execute("""
        UPDATE aftersales_appointment appointment
           SET told_start = start, told_workshop_id = workshop_id
         WHERE state IN ('booked', 'confirmed') AND told_start IS NULL
           AND NOT EXISTS (
            SELECT FROM aftersales_notice notice
             WHERE notice.state = 'pending' AND notice.res_model = 'aftersales.appointment' AND notice.res_id = appointment.id)
    """)
